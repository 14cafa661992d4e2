payments-title = الدفعات
payments-none = لا توجد دفعات بعد
payments-none-text = افتح فاتورة واستلم المبلغ فيها.
payments-not-found = لا توجد دفعة مطابقة
payments-search = الرقم أو المرجع أو الفاتورة أو العميل…
payments-shown = { $n ->
    [zero] لا دفعات في هذه الصفحة
    [one] دفعة واحدة في هذه الصفحة
    [two] دفعتان في هذه الصفحة
    [few] { $n } دفعات في هذه الصفحة
    [many] { $n } دفعة في هذه الصفحة
   *[other] { $n } دفعة في هذه الصفحة
}
payments-number = الرقم
payments-date = تاريخ الاستلام
payments-method = إلى
payments-method-cash = الصندوق
payments-method-bank = البنك
payments-amount = المبلغ
payments-open = المتبقي: { $open }
payments-reference = المرجع
payments-reference-hint = رقم التحويل أو الشيك.
payments-invoices = الفواتير المسددة
payments-receive = استلام دفعة
payments-receive-for = استلام دفعة للفاتورة { $number }
payments-received = تم استلام الدفعة { $name }.
payments-field-invoice = الفاتورة
audit-payments-receive = استُلمت الدفعة
permission-payments-read = الاطلاع على الدفعات
permission-payments-receive = استلام الدفعات
problem-other-currency = دفاتر هذه الشركة بعملة { $currency }. اكتب المبلغ بعملة { $currency }.

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
payments-method = البنك أو الصندوق
payments-into = إلى
payments-out-of = من
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
payments-party = العميل أو المورد
audit-payments-pay = تم الدفع
problem-base-in-own-currency = اكتب المبلغ الذي قيّده البنك بعملة { $currency }، على أن يكون أكبر من صفر.
problem-too-many-parts = تسدد الدفعة الواحدة { $most } مستندًا على الأكثر. قسّمها إلى دفعتين.
problem-payment-in-one-currency = هذا المستند بعملة { $currency }. ادفع مستندات العملة الواحدة في دفعة واحدة.
problem-parts-exceed-payment = مجموع المستندات أكبر من الدفعة. خفّض ما يُسدَّد منها.
problem-refund-names-credit = المال المُعاد يحتاج إلى الرصيد الدائن الذي يخصه. اختر رصيدًا بالمبلغ نفسه.
payments-new = دفعة جديدة
payments-day = التاريخ
payments-pay = دفع لمورد
payments-refund-customer = ردّ مبلغ لعميل
payments-refund-supplier = استرداد من مورد
payments-posted = رُحِّلت الدفعة { $name }.
payments-direction = الاتجاه
payments-direction-in = مقبوضة
payments-direction-out = مدفوعة
payments-account = الحساب
payments-account-usual = الحساب المعتاد
payments-base = المبلغ المقيد لدى البنك
payments-base-hint = لعملة أخرى فقط؛ وإذا تُرك فارغًا فبسعر صرف اليوم.
payments-parts = ما تسدده
payments-parts-hint = اكتب بجانب كل مستند المبلغ المسدد منه. وما زاد يُسجَّل دفعة مقدمة يمكن مقاصتها لاحقًا.
payments-parts-none = لا شيء مفتوح. يُسجَّل المبلغ كله دفعة مقدمة.
payments-unused = لم يُستخدم بعد
payments-use = إجراء مقاصة بمبلغ { $open }
payments-choose-receivable = اختر العميل. من ليس له مستندات تُسجَّل دفعته من صفحته.
payments-choose-payable = اختر المورد. من ليس له مستندات يُدفع له من صفحته.
payments-no-party = لا يوجد مطابق
permission-payments-pay = الدفع للموردين وردّ المبالغ للعملاء
payments-withholding = ضريبة مستقطعة
payments-withholding-in = ما يستقطعه العميل من المبلغ ويدفعه لمصلحة الضرائب باسمك يسدد المستند كما يسدده المال.
payments-withholding-out = ما تستقطعه من المبلغ وتدفعه لمصلحة الضرائب باسم المورّد يسدد المستند كما يسدده المال.
payments-withholding-code = الضريبة
payments-withholding-none = لا شيء
payments-withholding-base = محسوبة على
payments-withholding-base-hint = عادةً المبلغ دون ضريبة، بعملة الدفعة.
payments-certificate = رقم الشهادة
payments-certificate-date = تاريخ الشهادة
problem-withholding-on-refund = لا تُستقطع ضريبة من مبلغ مردود. أزل الضريبة، أو صحح المستند نفسه.

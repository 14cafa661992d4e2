returns-title = المرتجعات
returns-new = استرجاع بضاعة
returns-of = مرتجع { $name }
returns-request = طلب الإرجاع
returns-requested = طُلب إرجاع { $name }.
returns-receive = استلام البضاعة
returns-receive-title = ما وصل
returns-received = استُلم المرتجع { $name }.
returns-credit = إصدار الإشعار الدائن
returns-credit-now = إصدار الإشعار الدائن فورًا
returns-credit-now-hint = لما صدرت به فاتورة. وما لم يُفوتر لن يُفوتر بعد الآن.
returns-credited = رُحّل الإشعار الدائن { $name }.
returns-decline = رفض
returns-declined = رُفض إرجاع { $name }.
returns-none = لا توجد مرتجعات بعد
returns-none-text = يبدأ المرتجع من صفحة الطلب الذي سُلّم، أو من فاتورة البيع المباشر.
returns-not-found = لا يوجد مرتجع مطابق
returns-search = الرقم أو الطلب أو التسليم أو الفاتورة أو العميل…
returns-shown = { $n ->
    [zero] لا مرتجعات في هذه الصفحة
    [one] مرتجع واحد في هذه الصفحة
    [two] مرتجعان في هذه الصفحة
    [few] { $n } مرتجعات في هذه الصفحة
    [many] { $n } مرتجعًا في هذه الصفحة
   *[other] { $n } مرتجع في هذه الصفحة
}
returns-which = من أي تسليم؟
returns-nothing = لا شيء يمكن أن يعود
returns-nothing-text = لم يخرج شيء له مخزون، أو عاد كله من قبل.
returns-order = الطلب
returns-delivery = التسليم
returns-of-what = الطلب أو الفاتورة
returns-invoice = الفاتورة
returns-reason = السبب
returns-reason-hint = يُطبع على الإشعار الدائن.
returns-condition = الحالة
returns-condition-good = سليمة: تعود إلى المخزون
returns-condition-damaged = تالفة: تُتلف
returns-quantity = يعود
returns-asked = المطلوب
returns-came = ما وصل
returns-covered = المُشعَر به
returns-facts = المرتجع
returns-received-on = تاريخ الاستلام
returns-value = عاد إلى المخزون
returns-loss = أُتلف
returns-entry = القيد في الدفاتر
returns-loss-entry = قيد الخسارة
returns-entry-show = عرض
returns-note = الإشعار الدائن
returns-note-cancelled = أُلغي لأنه كان خطأ
returns-state-requested = مطلوب
returns-state-received = مستلم
returns-state-declined = مرفوض
permission-returns-read = عرض المرتجعات
permission-returns-request = طلب الإرجاع ورفضه
permission-returns-receive = استلام البضاعة المرتجعة
problem-return-more-than-left = لا يمكن أن يعود من { $sku } إلا { $left }، لا { $wanted }. خفّض الكمية.
problem-return-nothing-left = لم يعد ممكنًا إرجاع شيء من هذا التسليم أو البيع، أو لم تُذكر كمية.
problem-return-nothing-came = اذكر كمية ما وصل من سطر واحد على الأقل، أو ارفض الإرجاع.
problem-return-received = استُلمت بضاعة هذا المرتجع من قبل.
problem-return-declined = رُفض هذا الإرجاع. اطلب إرجاعًا جديدًا.
problem-return-of-one = حدّد إما التسليم وإما الفاتورة التي خرجت معها البضاعة.
problem-return-not-sold-at-once = لم تخرج البضاعة مع هذا المستند. أعِدها من تسليم الطلب.
problem-return-not-received = استلم البضاعة أولًا، ثم يصدر الإشعار الدائن.
problem-return-nothing-to-credit = لا شيء في هذا المرتجع يُصدر به إشعار: لم يُفوتر، أو صدر به إشعار من قبل.
problem-return-before-delivery = خرجت البضاعة في { $date } ولا يمكن أن تعود قبله.
audit-returns-request = طلب الإرجاع
audit-returns-receive = استلم البضاعة
audit-returns-credit = أصدر الإشعار الدائن
audit-returns-uncredit = أُلغي إشعار دائن لهذا المرتجع
audit-returns-decline = رفض الإرجاع

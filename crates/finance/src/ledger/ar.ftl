ledger-trial-balance = ميزان المراجعة
ledger-balanced = متوازن
ledger-unbalanced = غير متوازن
ledger-as-of = كما في { $date }
ledger-day = اليوم
ledger-from = من
ledger-to = إلى
ledger-from-day = من { $date }
ledger-to-day = إلى { $date }
ledger-show = عرض
ledger-none = لم يُرحَّل شيء بعد
ledger-none-text = تظهر القيود هنا فور ترحيل فاتورة أو دفعة أو مستند مخزون.
ledger-code = الرمز
ledger-account = الحساب
ledger-type = النوع
ledger-type-asset = الأصول
ledger-type-liability = الالتزامات
ledger-type-equity = حقوق الملكية
ledger-type-income = الإيرادات
ledger-type-expense = المصروفات
ledger-debit = مدين
ledger-credit = دائن
ledger-balance = الرصيد
ledger-amount = المبلغ
ledger-sum = المجموع
ledger-accounts = دليل الحسابات
ledger-accounts-text = كل حساب، وما يُطابَق رصيده معه.
ledger-control = يُطابَق مع
ledger-control-none = –
ledger-control-ar = الفواتير المفتوحة
ledger-control-ap = فواتير الموردين المفتوحة
ledger-control-stock = المخزون
ledger-control-tax = الإقرارات الضريبية
ledger-control-bank = كشوف البنك
ledger-control-cash = الصندوق
ledger-control-grni = بضائع مستلمة غير مفوترة
ledger-state = الحالة
ledger-active = مستخدم
ledger-retired = موقوف
ledger-lines = البنود
ledger-lines-shown = { $n ->
    [zero] لا بنود في هذه الصفحة
    [one] بند واحد في هذه الصفحة
    [two] بندان في هذه الصفحة
    [few] { $n } بنود في هذه الصفحة
    [many] { $n } بندًا في هذه الصفحة
   *[other] { $n } بند في هذه الصفحة
}
ledger-no-lines = لا توجد بنود
ledger-no-lines-text = لم يُرحَّل شيء إلى هذا الحساب بعد.
ledger-other-days = اختر أيامًا أخرى أو أزل عامل التصفية.
ledger-date = التاريخ
ledger-entry = قيد اليومية
ledger-document = المستند
ledger-memo = البيان
ledger-entries = قيود اليومية
ledger-entries-shown = { $n ->
    [zero] لا قيود في هذه الصفحة
    [one] قيد واحد في هذه الصفحة
    [two] قيدان في هذه الصفحة
    [few] { $n } قيود في هذه الصفحة
    [many] { $n } قيدًا في هذه الصفحة
   *[other] { $n } قيد في هذه الصفحة
}
ledger-search = الرقم أو المستند
ledger-recorded = وقت الترحيل
ledger-place = الموضع في السلسلة
ledger-hash = البصمة
ledger-about = عن هذا القيد
ledger-source-invoice = فاتورة
ledger-source-credit-note = إشعار دائن
ledger-source-payment = دفعة
ledger-source-delivery = تسليم
ledger-source-stock-receipt = استلام بضاعة
ledger-source-stock-adjustment = تسوية مخزون
ledger-source-stock-transfer = تحويل مخزون
ledger-source-journal = قيد يدوي
ledger-source-bank-line = سطر بنك
ledger-source-expense = مصروف
ledger-source-opening = رصيد افتتاحي
ledger-source-year-close = إقفال السنة
permission-ledger-read = الاطلاع على الدفاتر: الحسابات والقيود وميزان المراجعة
problem-entry-unbalanced = القيد غير متوازن؛ الفرق بين المدين والدائن { $difference } من الوحدات الصغرى.
problem-entry-empty = يحتاج القيد إلى بندين على الأقل لهما مبلغ.
problem-entry-too-long = للقيد { $most } بند على الأكثر. قسّم المستند.
problem-period-locked = شهر { $date } مقفل أمام { $module ->
    [sales] المبيعات
    [purchases] المشتريات
    [stock] المخزون
   *[ledger] دفتر الأستاذ
 }. اختر تاريخًا لاحقًا أو اطلب رفع القفل.
problem-period-closed = الفترة التي يقع فيها { $date } مغلقة. اختر تاريخًا لاحقًا أو اطلب إعادة فتح الفترة.
problem-date-too-far = يبعد { $date } أكثر من { $years } سنوات. تحقق من التاريخ.
problem-account-retired = الحساب { $account } موقوف ولا يقبل قيودًا جديدة.
problem-party-required = يجب أن يسمّي البند على الحساب { $account } عميلًا أو موردًا.
problem-no-account-for = لا يوجد في دليل الحسابات حساب للدور «{ $role }». أسند هذا الدور إلى حساب.
problem-unknown-account = لا يوجد حساب { $account } في هذه الشركة.

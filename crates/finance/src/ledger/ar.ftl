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
ledger-opening = الرصيد الافتتاحي
ledger-movement = الحركة
ledger-closing = الرصيد الختامي
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
ledger-control-biological = دفعات الحيوانات
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
ledger-source-bill = فاتورة مورد
ledger-source-debit-note = إشعار مدين
ledger-source-sales-debit-note = إشعار مدين لعميل
ledger-source-landed-cost = تكاليف الشراء الإضافية
ledger-source-purchase-return = مرتجع مشتريات
ledger-source-delivery = تسليم
ledger-source-return = إرجاع
ledger-source-stock-receipt = استلام بضاعة
ledger-source-stock-adjustment = تسوية مخزون
ledger-source-stock-transfer = تحويل مخزون
ledger-source-stock-arrival = وصول بضاعة تحويل
ledger-source-stock-count = جرد مخزون
ledger-source-stock-processing = تصنيع بضاعة
ledger-source-stock-recost = إعادة احتساب تكلفة المخزون
ledger-source-tax-release = ضريبة استحقت
ledger-source-tax-payment = سداد ضريبة
ledger-source-allocation = مقاصة
ledger-source-write-off = شطب
ledger-source-revaluation = إعادة تقييم
ledger-source-journal = قيد يدوي
ledger-source-bank-line = سطر بنك
ledger-source-expense = مصروف
ledger-source-opening = رصيد افتتاحي
ledger-source-opening-receivable = افتتاحي: ذمم العملاء
ledger-source-opening-payable = افتتاحي: ذمم الموردين
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
ledger-known-on = معروف في { $date }
ledger-verify = هل الدفاتر سليمة؟
ledger-verify-text = كل ليلة، وكلما طلبت، يُحسب كل شيء من جديد منذ أول قيد ويُقارن بما يحتفظ به البرنامج.
ledger-verify-now = تحقق الآن
ledger-verify-begun = يجري التحقق من الدفاتر، وتُظهر هذه الصفحة مدى التقدم.
ledger-verify-none = لم يُتحقق منها بعد
ledger-verify-none-text = يجري ذلك في أول ليلة، أو اطلبه الآن.
ledger-verify-running = جارٍ التحقق
ledger-verify-done = { $n } من { $of } فحصًا
ledger-verify-ok = سليمة
ledger-verify-wrong = هناك خطأ
ledger-verify-right = { $n ->
    [one] لم يجد الفحص الوحيد شيئًا.
   *[other] لم يجد أي من الفحوص وعددها { $n } شيئًا.
}
ledger-verify-look = اطلع عليه
ledger-verify-runs = مرات التحقق
ledger-verify-started = البدء
ledger-verify-by = بطلب من
ledger-verify-night = كل ليلة
ledger-verify-result = النتيجة
ledger-verify-found = ما وُجد
ledger-roots = نهاية السلسلة يومًا بيوم
ledger-check-entries-balance = قيد يختلف مدينه عن دائنه. غُيّر من خارج البرنامج. استعد آخر نسخة احتياطية سليمة إلى جانب هذه وقارن القيد.
ledger-check-chain = قيد لم يعد كما رُحّل، أو قيد مفقود. غُيّر من خارج البرنامج. استعد آخر نسخة احتياطية سليمة إلى جانب هذه وقارن القيد.
ledger-check-roots = سلسلة القيود ليست كما كانت في نهاية يوم سابق: كُتبت من جديد من خارج البرنامج. قارنها بنسخة احتياطية من ذلك اليوم.
ledger-check-entry-numbers = رقم من أرقام اليومية مفقود أو مكرر.
ledger-check-snapshots = رصيد محفوظ للسرعة يختلف عن مجموع بنوده. البنود هي المعتمدة والرصيد خاطئ.
ledger-check-invoice-numbers = رقم من أرقام الفواتير مفقود أو لم يُسحب قط.
ledger-check-invoice-totals = فاتورة لا يساوي مجموع بنودها إجماليها.
ledger-check-open-items = ما يستحق على العملاء وللموردين مستندًا بمستند لا يساوي رصيد الحساب.
ledger-check-payment-numbers = رقم من أرقام الدفعات مفقود أو لم يُسحب قط.
ledger-check-stock-levels-are-moves = الموجود في موقع لا يساوي مجموع حركاته.
ledger-check-reserved-is-reservations = المحجوز لا يساوي مجموع الحجوزات.
ledger-check-stock-costs-are-moves = قيمة صنف لا تساوي مجموع حركاته.
ledger-check-stock-value-is-ledger = قيمة المخزون لا تساوي رصيد حساب المخزون.
ledger-check-stock-moves-are-posted = حركة بضاعة لها قيمة وليس لها قيد.
ledger-check-stock-moves-are-sealed = حركة بضاعة غُيّرت بعد ترحيلها.
ledger-check-allocations = مستند يُحسب المسوّى منه أكثر أو أقل مما خُصص له.
ledger-check-payments-posted = دفعة لا يساوي مبلغها ما يقوله قيدها.
ledger-check-invoices-settled = فاتورة لا يساوي المدفوع منها مجموع ما خُصص لها.
ledger-check-bill-numbers = رقم من أرقام فواتير الموردين مفقود أو لم يُسحب قط.
ledger-check-bill-totals = فاتورة مورد لا يساوي مجموع بنودها إجماليها.
ledger-check-journals-are-entries = قيد يدوي ليس كما رُحّل عنه.
ledger-check-months-closed-in-order = شهر مغلق مع أن شهرًا قبله مفتوح.
ledger-check-years-are-entries = سنة مغلقة ليست كما يقول قيد إقفالها.
ledger-check-purchase-numbers = رقم من أرقام المشتريات مفقود أو لم يُسحب قط.
ledger-check-received-lines = ما استُلم من أمر شراء لا يساوي مجموع استلاماته.
ledger-check-unbilled-is-ledger = ما استُلم ولم تصل فاتورته لا يساوي رصيد حسابه.
ledger-check-other = وجد الفحص «{ $check }» شيئًا.
permission-ledger-verify = طلب التحقق من الدفاتر

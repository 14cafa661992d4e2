closing-months = إقفال الدفاتر
closing-month = الشهر
closing-state = الحالة
closing-who = بواسطة
closing-module = القسم
closing-module-sales = المبيعات
closing-module-purchases = المشتريات
closing-module-stock = المخزون
closing-module-ledger = دفتر الأستاذ
closing-open = مفتوح
closing-locked = مقيّد
closing-all-locked = مقيّد
closing-closed = مقفل
closing-to-close = ينتظر الإقفال
closing-next = إقفال { $month }
closing-other-years = سنوات أخرى
closing-year-before = السنة السابقة
closing-year-after = السنة اللاحقة
closing-lock = تقييد
closing-lock-one = منع { $module } من { $month }
closing-unlock = رفع القيد
closing-unlock-one = السماح لقسم { $module } في { $month } من جديد
closing-was-locked = قُيّد في { $name }.
closing-was-unlocked = رُفع القيد في { $name }.
closing-locks = القيود
closing-locks-text = وأنت تعالج القائمة، قيّد الأقسام التي انتهت: فلا يدخل جديد فيما راجعته. والإقفال يقيّد كل شيء.
closing-checklist = ما تبقى
closing-check = السؤال
closing-left = المتبقي
closing-todo = ما العمل
closing-mend = اذهب إليه
closing-note = لماذا لا بأس بذلك؟
closing-row-done = سليم
closing-row-warn = اذكر السبب
closing-row-block = يجب إصلاحه
closing-step-mend = إصلاح ما تبقى
closing-step-close = الإقفال
closing-not-over = يمكن إقفال الشهر بعد انتهائه، بعد { $date }.
closing-blocked = { $n ->
    [zero] لا شيء يعترض الطريق.
    [one] أمر واحد يعترض الطريق. أصلحه ثم أقفل الشهر هنا.
    [two] أمران يعترضان الطريق. أصلحهما ثم أقفل الشهر هنا.
    [few] { $n } أمور تعترض الطريق. أصلحها ثم أقفل الشهر هنا.
    [many] { $n } أمراً يعترض الطريق. أصلحها ثم أقفل الشهر هنا.
   *[other] { $n } أمر يعترض الطريق. أصلحها ثم أقفل الشهر هنا.
}
closing-ready = لا شيء يعترض الطريق.
closing-ready-for-other = لا شيء يعترض الطريق. يمكن الآن لمن له صلاحية الإقفال أن يقفل الشهر.
closing-close = إقفال { $month }
closing-close-title = إقفال { $month }؟
closing-close-text = لن يُرحّل إليه شيء بعد ذلك. ولا يُفتح من جديد إلا بسبب يُحفظ إلى الأبد.
closing-was-closed = أُقفل { $name }.
closing-closed-by = أقفله { $name } في { $when }. لا يُرحّل إليه شيء بعد ذلك.
closing-reopen = فتحه من جديد
closing-reopen-text = يُحفظ السبب إلى الأبد. ثم يجب إقفال الشهر من جديد وتُسأل كل الأسئلة ثانية.
closing-reopen-later = فتح الأشهر المقفلة اللاحقة أيضاً
closing-reason = السبب
closing-was-reopened = فُتح { $name } من جديد.
closing-happened = ما جرى
closing-years = السنوات المالية
closing-years-text = تُقفل السنة حين تُقفل أشهرها الاثنا عشر. قيد واحد ينقل ما كسبته إلى الأرباح المبقاة.
closing-year = السنة
closing-result = الربح أو الخسارة
closing-months-closed = الأشهر المقفلة
closing-of-twelve = { $n } من 12
closing-close-year = إقفال السنة
closing-close-year-text = قيد واحد يجعل الإيرادات والمصروفات صفراً وينقل النتيجة إلى الأرباح المبقاة. وفتح السنة من جديد يعكس هذا القيد.
closing-year-was-closed = أُقفلت السنة { $name }.
closing-reopen-year = فتح السنة من جديد
closing-reopen-year-text = يُعكس القيد الذي أقفلها بقيد آخر. وتبقى أشهرها مقفلة.
closing-year-was-reopened = فُتحت السنة { $name } من جديد.
closing-opening = الأرصدة الافتتاحية
closing-opening-text = ما كان للشركة وما كان عليها في اليوم السابق لبدء دفاترها هنا.
closing-opening-day = بتاريخ
closing-opening-no-day = لم يُختر يوم بعد
closing-opening-choose = اختيار اليوم
closing-opening-account = الحساب المقابل
closing-opening-remaining = ما زال ناقصاً
closing-opening-done = اكتمل كل شيء
closing-opening-left = غير مكتمل
closing-opening-nothing = لم يبدأ
closing-opening-steps = ما يُدخَل
closing-opening-step = القسم
closing-opening-columns = أعمدة الملف
closing-opening-entries = القيود
closing-opening-amount = ما أُدخل
closing-opening-import = استيراد
closing-opening-other = قيود يدوية وغيرها
closing-opening-help = يُرحّل كل قسم مقابل الحساب المقابل. وحين تدخل كل أقسام ميزان مراجعة متوازن يصير الحساب المقابل صفراً، وعندئذ فقط يمكن إقفال شهر. اترك ذمم العملاء والموردين والمخزون خارج قائمة الحسابات: قوائمها الخاصة تُدخلها. والقائمة نفسها مرتين لا تغيّر شيئاً.
closing-import-accounts = الأرصدة الافتتاحية: الحسابات
closing-import-receivables = الأرصدة الافتتاحية: ما على العملاء
closing-import-stock = الأرصدة الافتتاحية: المخزون
closing-columns-accounts = الحساب، مدين، دائن
closing-columns-receivables = العميل، الفاتورة، التاريخ، الاستحقاق، المبلغ
closing-columns-stock = الرمز، المستودع، الكمية، القيمة
closing-column-account = الحساب
closing-column-debit = مدين
closing-column-credit = دائن
closing-close-grni = بضاعة استُلمت منذ مدة ولم تُفوتر
closing-close-grni-text = اطلب الفاتورة من المورد، أو اذكر لماذا لم تأت بعد.
closing-close-opening = أرصدة افتتاحية لا تساوي صفراً
closing-close-opening-text = أدخل ما ينقص من الأرصدة الافتتاحية.
closing-close-balance = فرق بين المدين والدائن
closing-close-balance-text = الدفاتر تناقض نفسها. أخبر من يدير هذا النظام.
closing-close-verify = أقسام من الدفاتر يناقض بعضها بعضاً
closing-close-verify-text = الذمم أو المخزون أو سلسلة أرقام تقول غير ما يقوله دفتر الأستاذ. أخبر من يدير هذا النظام: الأمر “seaworthy ledger verify” يسمّي أول مخالف.
periods-field-month = الشهر
periods-field-module = القسم
periods-field-warnings = التنبيهات
periods-field-year = السنة
periods-field-result = النتيجة
audit-periods-lock = قيّد قسماً من الشهر
audit-periods-unlock = رفع القيد عن قسم من الشهر
audit-periods-close = أقفل الشهر
audit-periods-reopen = فتح الشهر من جديد
audit-periods-close-year = أقفل السنة
audit-periods-reopen-year = فتح السنة من جديد
audit-closing-open-accounts = رحّل أرصدة افتتاحية
audit-closing-take-back-opening = عكس أرصدة افتتاحية
permission-periods-lock = منع أقسام العمل من شهر
permission-periods-close = إقفال الأشهر والسنوات نهائياً
permission-periods-reopen = فتح الأشهر والسنوات المقفلة من جديد
problem-month-not-over = ينتهي الشهر في { $date }. أقفله بعد انتهائه.
problem-month-is-closed = { $month } مقفل من قبل.
problem-month-is-open = { $month } مفتوح.
problem-month-gap = { $month } ما زال مفتوحاً. تُقفل الأشهر بترتيبها: أقفل ذاك أولاً.
problem-month-later-closed = أشهر بعد { $month } مقفلة حتى { $last }. افتحها أيضاً، أو ابدأ بـ { $last }.
problem-month-year-closed = السنة التي تبدأ في { $date } مقفلة. افتح السنة أولاً.
problem-close-blocked = { $count ->
    [one] أمر واحد يعترض الإقفال: { $checks }. أصلحه أولاً.
   *[other] { $count } من الأمور تعترض الإقفال: { $checks }. أصلحها أولاً.
 }
problem-close-note-needed = اذكر في جملة لماذا لا بأس بذلك.
problem-year-is-closed = السنة المنتهية في { $date } مقفلة من قبل.
problem-year-is-open = السنة التي تبدأ في { $date } مفتوحة.
problem-year-month-open = { $month } ما زال مفتوحاً. أقفل الأشهر الاثني عشر أولاً.
problem-year-before-open = السنة التي تبدأ في { $date } فيها قيود وهي مفتوحة. أقفلها أولاً.
problem-year-later-closed = السنة التي تبدأ في { $date } مقفلة أيضاً. افتح تلك أولاً.
problem-opening-no-day = اختر يوم الأرصدة الافتتاحية في إعدادات الدفاتر أولاً.
problem-opening-controlled = { $control ->
    [ar] الحساب { $account } هو مجموع ما على العملاء. أدخله بقائمة ذمم العملاء.
    [ap] الحساب { $account } هو مجموع ما للموردين. أدخله بقائمة ذمم الموردين.
   *[stock] الحساب { $account } هو قيمة المخزون. أدخله بقائمة المخزون.
 }
problem-opening-itself = الحساب { $account } هو الحساب المقابل. اتركه: يصير صفراً من نفسه.
problem-opening-twice = الحساب { $account } موجود في القائمة من قبل. اجمع صفوفه.

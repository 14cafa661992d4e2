banking-title = الحسابات البنكية
banking-none = لا توجد حسابات بنكية بعد
banking-none-text = أضف حساباً ثم أدخل كشوفه.
banking-none-ask = اطلب ممن يحق له إعداد الحسابات البنكية أن يضيف حسابًا، ثم أدخل كشوفه هنا.
banking-new = حساب بنكي جديد
banking-name = الاسم
banking-name-in = الاسم ({ $language })
banking-bank = البنك
banking-number = الآيبان أو رقم الحساب
banking-number-hint = تُظهر القوائم آخر أربع خانات فقط.
banking-ledger-account = الحساب في الدفتر
banking-ledger-account-hint = لكل حساب بنكي حسابه الخاص. أضف إلى الدليل حساباً من نوع بنك إن لم يبق منها شيء.
banking-currency = العملة
banking-statements-to = الكشوف حتى
banking-reconciled-to = مطابق حتى
banking-unmatched = أسطر بلا مقابل
banking-closed = مغلق
banking-active = مستخدم
banking-edit = تعديل
banking-save = حفظ
banking-taken-up = أُضيف الحساب { $name }.
banking-changed = عُدّل الحساب { $name }.
banking-days = فرق الأيام
banking-days-hint = كم يوماً قد يفصل بين سطر البنك وسطر الدفتر.
banking-begins-on = يبدأ في
banking-begins-hint = ما في الدفاتر قبل هذا اليوم سُوّي من قبل.
banking-begins-balance = رصيد البنك في مساء اليوم السابق
banking-statements = الكشوف
banking-file = الملف
banking-file-hint = ‏CSV أو OFX أو CAMT.053 أو MT940، بحد أقصى 20 ميغابايت.
banking-file-came = وصل الملف { $name }. اطلع عليه ثم أدخله.
banking-files-waiting = ملفات تنتظر الإدخال
banking-take-in = إدخال كشف
banking-look = عرض
banking-look-again = قراءة من جديد
banking-format-csv = CSV
banking-format-ofx = OFX
banking-format-camt = CAMT.053
banking-format-mt940 = MT940
banking-columns = الأعمدة
banking-columns-text = اكتب عنوان كل عمود، أو اتركه فارغاً ليُعرف تلقائياً. يُحفظ لهذا الحساب.
banking-column-date = التاريخ
banking-column-value-date = تاريخ القيمة
banking-column-description = الوصف
banking-column-amount = المبلغ بإشارته
banking-column-debit = المبالغ الصادرة
banking-column-credit = المبالغ الواردة
banking-column-balance = الرصيد
banking-column-reference = المرجع
banking-column-counterparty = الدافع أو المستفيد
banking-order = ترتيب التاريخ
banking-order-dmy = يوم، شهر، سنة
banking-order-mdy = شهر، يوم، سنة
banking-order-ymd = سنة، شهر، يوم
banking-encoding = ترميز الملف إن لم يكن UTF-8
banking-file-holds = أسطر جديدة: { $new }. معروفة من قبل: { $known }.
banking-from-to = من { $opening } إلى { $closing }
banking-known = معروف من قبل
banking-imported = الأسطر الجديدة المدخلة: { $name }.
banking-from = من
banking-to = إلى
banking-opening = الافتتاحي
banking-closing = الختامي
banking-gap = فجوة
banking-gap-text = كشف لا يبدأ بالرصيد الذي انتهى به ما قبله. أدخل الكشف الذي بينهما.
banking-gap-of = ينقص قبله { $amount }
banking-lines = أسطر البنك
banking-no-lines = لا أسطر بعد
banking-no-lines-text = أدخل كشفاً لهذا الحساب.
banking-not-found = لا سطر مطابق
banking-search = كلمات أو مرجع أو طرف…
banking-date = التاريخ
banking-description = البيان
banking-counterparty = الدافع أو المستفيد
banking-reference = المرجع
banking-amount = المبلغ
banking-state = الحالة
banking-matched = مطابق
banking-open = مفتوح
banking-stands = الوضع الحالي
banking-on = في
banking-statement-balance = الرصيد لدى البنك
banking-book-balance = الرصيد في الدفاتر
banking-outstanding = في الدفاتر وليس لدى البنك بعد
banking-difference = الفرق
banking-happened = ما حدث
banking-reconcile = مطابقة
banking-reconcile-text = لا يُرحّل شيء ولا يُطابق قبل أن تقرر.
banking-even = البنك والدفاتر متفقان.
banking-uneven = لم يُفسَّر بعد: { $amount }
banking-finish-to = إنهاء حتى { $date }
banking-finished = منتهٍ
banking-finished-days = الأيام المنتهية
banking-finished-by = أنهاه
banking-finished-at = أُنهي في
banking-finished-done = تمت المطابقة حتى { $name }.
banking-all-matched = لكل سطر مقابله
banking-all-matched-text = أدخل الكشف التالي أو أنهِ اليوم.
banking-suggestion = ما قد يكون
banking-suggestions = الاقتراحات
banking-no-suggestion = لا شيء مطابق بعد
banking-act = الإجراءات
banking-accept = قبول
banking-book = قيد…
banking-score = { $n } من 100
banking-reason-amount = المبلغ نفسه
banking-reason-day = اليوم نفسه
banking-reason-number = يذكر البنك { $number }
banking-reason-reference = المرجع نفسه { $reference }
banking-reason-party = يذكر البنك { $words }
banking-by-hand = يدوياً
banking-bank-side = لدى البنك
banking-book-side = في الدفاتر
banking-match = مطابقة المحدد
banking-matches = طوبق مؤخراً
banking-matched-done = تمت المطابقة.
banking-unmatch = فك المطابقة
banking-unmatch-title = فك مطابقة «{ $name }»؟
banking-unmatch-text = يعود الطرفان مفتوحين. ما رُحّل يبقى.
banking-unmatched-done = عاد الطرفان مفتوحين.
banking-book-line = قيد سطر من البنك
banking-other-side = الطرف الآخر
banking-account = الحساب
banking-cost-centre = مركز التكلفة
banking-project = المشروع
banking-remark = ملاحظة
banking-memo = البيان
banking-base = القيمة بعملة الشركة
banking-learn = تذكر هذا للأسطر المشابهة
banking-show-entry = عرض القيد
banking-would-post = هذا القيد سيُرحّل
banking-post = ترحيل ومطابقة
banking-booked = رُحّل { $name } وطوبق.
banking-pays = سداد بنود مفتوحة
banking-pays-text = حدد ما يسدده المبلغ؛ الأقدم أولاً. ما يزيد يُعد دفعة مقدمة.
banking-confirm-payment = نعم، رحّل هذه الدفعة
banking-post-payment = ترحيل الدفعة
banking-rules = القواعد
banking-rules-text = تملأ القاعدة النموذج للأسطر التي تحوي كلماتها. لا ترحّل شيئاً.
banking-rule-new = قاعدة جديدة
banking-rule-write = كتابة القاعدة
banking-rule-written = القاعدة «{ $name }» قائمة.
banking-rule-forgotten = نُسيت القاعدة.
banking-rule-says = «{ $words }» عادةً على الحساب { $account }
banking-contains = كلمات السطر
banking-way = الاتجاه
banking-way-both = وارد وصادر
banking-way-in = وارد
banking-way-out = صادر
banking-learnt = مُتعلَّمة
banking-no-rules = لا قواعد بعد
banking-forget = نسيان
banking-forget-title = نسيان القاعدة «{ $name }»؟
banking-forget-text = لا يتغير شيء مما رُحّل.
banking-report = مطابقة البنك
banking-report-to = مطابقة البنك حتى { $date }
banking-cleared = لدى البنك وفي الدفاتر
banking-reopen = إعادة الفتح
banking-reopened = أُعيد فتحه
banking-reopened-done = أُعيد فتح { $name }.
banking-reopened-why = أُعيد الفتح: { $reason }
banking-reason = السبب
banking-close-reconciled = مطابقة البنوك
banking-close-reconciled-text = طابق كل حساب بنكي حتى نهاية الشهر.
audit-banking-take-up = أضاف الحساب
audit-banking-change = عدّل الحساب
audit-banking-import = أدخل الملف
audit-banking-match = طابق أسطراً
audit-banking-unmatch = فك مطابقة
audit-banking-book = قيّد سطراً
audit-banking-rule = كتب قاعدة
audit-banking-forget-rule = نسي قاعدة
audit-banking-reconcile = أنهى يوماً
audit-banking-reopen = أعاد فتح يوم
permission-banking-read = الاطلاع على الحسابات البنكية
permission-banking-manage = إدارة الحسابات البنكية وفتح الأيام المنتهية
permission-banking-reconcile = إدخال الكشوف والمطابقة
problem-bank-account-closed = هذا الحساب البنكي مغلق. أعد فتحه أولاً.
problem-bank-account-kept = تمسك مستندات أخرى هذا الحساب. اختر حساباً يقبل القيود اليدوية.
problem-bank-account-of-the-ledger = اختر من الدليل حساباً بنكياً.
problem-bank-account-taken = يستخدم حساب بنكي آخر هذا الحساب. اختر غيره.
problem-bank-base-needed = اكتب قيمة السطر بعملة { $currency }.
problem-bank-begun = هناك أيام مطابقة، لذا تبقى البداية. أعد فتحها أولاً.
problem-bank-days-range = اكتب من 0 إلى 60 يوماً.
problem-bank-difference = يختلف البنك والدفاتر بمقدار { $difference }. طابق أو قيّد الناقص.
problem-bank-file-empty = لا كشف في هذا الملف. اختر ملفاً آخر.
problem-bank-file-known = أُدخل { $name } من قبل.
problem-bank-file-large = الملف أكبر من { $most } ميغابايت. اطلب من البنك كشوفاً أقصر.
problem-bank-file-long = في الملف أكثر من { $most } سطر. اطلب من البنك كشوفاً أقصر.
problem-bank-file-unreadable = هذا ليس كشفاً يمكن قراءته. اختر CSV أو OFX أو CAMT.053 أو MT940.
problem-bank-match-differs = جانب البنك { $bank } وجانب الدفاتر { $books }. يجب أن يتساويا.
problem-bank-match-empty = اختر أسطراً من الجانبين، بحد أقصى { $most }.
problem-bank-matched-already = لأحد هذه الأسطر مقابل بالفعل. أعد فتح الصفحة.
problem-bank-no-columns = لم يُعثر على عمودي التاريخ والمبلغ. اكتب اسميهما أدناه.
problem-bank-no-statement = لم تصل الكشوف إلى { $date } بعد. أدخل الكشف التالي.
problem-bank-not-confirmed = أكد أن هذا يُرحّل.
problem-bank-not-last = لا يُعاد فتح إلا آخر يوم منتهٍ.
problem-bank-number-taken = لحساب بنكي آخر هذا الرقم. تحقق منه.
problem-bank-number-wrong = الرقم غير صحيح. قارنه بالمكتوب على الكشف.
problem-bank-other-account = الملف للحساب { $found } وليس { $wanted }. اختر الحساب الصحيح.
problem-bank-other-currency = اكتب المبلغ بعملة { $currency }.
problem-bank-parts = اكتب حسابات الطرف الآخر، بحد أقصى { $most }.
problem-bank-parts-differ = يجب أن يكون مجموع المبالغ { $amount }.
problem-bank-reconciled = كل شيء حتى { $date } مطابق. أعد فتح ذلك اليوم أولاً.
problem-bank-rule-words = اكتب ثلاثة أحرف على الأقل و200 على الأكثر.
problem-bank-statement-currency = الكشف بعملة { $found } والحساب بعملة { $wanted }. اختر الحساب الصحيح.
problem-bank-statement-adds-up = ‏{ $opening } مع أسطر بمقدار { $moved } لا تساوي { $closing }. اطلب الملف كاملاً من البنك.
problem-bank-transfer-currencies = ذلك الحساب بعملة أخرى. قيّد التحويل من كشفه هو.
problem-bank-unmatched = أسطر البنك بلا مقابل: { $count }. طابقها أو قيّدها أولاً.
problem-bank-wrong-amount = السطر { $line }: «{ $found }» ليس مبلغاً. أصلح الملف أو الأعمدة.
problem-bank-wrong-date = السطر { $line }: «{ $found }» ليس تاريخاً. أصلح الملف أو ترتيب التاريخ.
problem-bank-wrong-balance = السطر { $line }: الرصيد لا يتبع ما قبله ({ $found }). اطلب الملف كاملاً من البنك.
banking-lines-shown = { $n ->
    [zero] لا أسطر في هذه الصفحة
    [one] سطر واحد في هذه الصفحة
    [two] سطران في هذه الصفحة
    [few] { $n } أسطر في هذه الصفحة
    [many] { $n } سطراً في هذه الصفحة
   *[other] { $n } سطر في هذه الصفحة
}
banking-take-in-lines = { $n ->
    [zero] إدخال بلا أسطر جديدة
    [one] إدخال سطر واحد
    [two] إدخال سطرين
    [few] إدخال { $n } أسطر
    [many] إدخال { $n } سطراً
   *[other] إدخال { $n } سطر
}
banking-reason-batch = { $n ->
    [zero] لا قيود
    [one] قيد واحد يساوي المبلغ
    [two] قيدان يساويان المبلغ
    [few] { $n } قيود تساوي المبلغ
    [many] { $n } قيداً تساوي المبلغ
   *[other] { $n } قيد تساوي المبلغ
}
banking-reason-days = { $n ->
    [zero] في اليوم نفسه
    [one] بفارق يوم
    [two] بفارق يومين
    [few] بفارق { $n } أيام
    [many] بفارق { $n } يوماً
   *[other] بفارق { $n } يوم
}

journals-title = القيود اليدوية
journals-new = قيد جديد
journals-edit-title = تعديل «{ $name }»
journals-none = لا قيود يدوية بعد
journals-none-text = الإيجار والرواتب والإهلاك: ما لا يرحّله مستند آخر يُكتب هنا.
journals-not-found = لا قيد يطابق
journals-not-found-text = جرّب كلمات أخرى أو أزل أحد المرشحات.
journals-search = الرقم أو الموضوع أو المرجع…
journals-shown = { $n ->
    [zero] لا قيود في هذه الصفحة
    [one] قيد واحد في هذه الصفحة
    [two] قيدان في هذه الصفحة
    [few] { $n } قيود في هذه الصفحة
    [many] { $n } قيداً في هذه الصفحة
   *[other] { $n } قيد في هذه الصفحة
}
journals-views = عروض القيود اليدوية
journals-view-all = الكل
journals-view-open = غير المرحّلة
journals-view-waiting = بانتظار الموافقة
journals-number = الرقم
journals-date = التاريخ
journals-memo = الموضوع
journals-memo-hint = عمّ يتحدث، كما سيقرؤه الجميع: «إيجار مارس».
journals-reference = المرجع
journals-reference-hint = رقم الورقة التي وراءه.
journals-state = الحالة
journals-state-draft = مسودة
journals-state-waiting = بانتظار الموافقة
journals-state-posted = مرحّل
journals-reversed = معكوس
journals-sent-back = أُعيد
journals-amount = المبلغ
journals-lines = البنود
journals-account = الحساب
journals-line-memo = ملاحظة
journals-debit = مدين
journals-credit = دائن
journals-difference = الفرق
journals-tax = رمز الضريبة
journals-balance-hint = اكتب = في خانة المدين أو الدائن فتصير ما يوازن القيد. Enter ينتقل إلى البند التالي، وCtrl+↑ وCtrl+↓ يتنقلان بين البنود، وCtrl+S يرحّل.
journals-limit-hint = ما يزيد على { $limit } يحتاج إلى موافقة شخص آخر.
journals-post = ترحيل
journals-hand-in = تقديم للموافقة
journals-save = حفظ كمسودة
journals-saved = حُفظ «{ $name }» كمسودة.
journals-handed-in = «{ $name }» ينتظر موافقة شخص آخر.
journals-posted = رُحّل { $name }.
journals-about = عن هذا القيد
journals-happened = ما جرى
journals-copy = نسخ
journals-edit = تعديل
journals-again = تكرار دوري
journals-discard = التخلص منه
journals-discard-title = التخلص من المسودة «{ $name }»؟
journals-discard-text = لم تُرحّل قط، فلا يتغير شيء في الدفاتر. وتذهب أوراقها معها.
journals-discarded = أُزيلت المسودة.
journals-approve = موافقة وترحيل
journals-waits-for-other = يجب أن يوافق عليه شخص غير كاتبه.
journals-send-back = إعادة
journals-was-sent-back = عاد «{ $name }» مسودة.
journals-reason = السبب
journals-reverse = عكس القيد
journals-reverse-text = القيد المرحّل لا يتغير أبداً. يعكسه قيد آخر بتبديل الجانبين.
journals-reverse-on = عكسه في { $date }
journals-reverses = يعكس
journals-reversed-by = عكسه
journals-made-by = أنشأه
journals-papers = الأوراق
journals-no-papers = لا أوراق بعد.
journals-paper = ملف
journals-paper-hint = صورة أو PDF أو جدول، بحد أقصى 10 ميغابايت.
journals-paper-add = إضافة ورقة
journals-paper-added = أُضيف { $name }.
journals-paper-remove = إزالة
journals-paper-remove-title = إزالة { $name }؟
journals-paper-remove-text = يُحذف الملف.
journals-paper-removed = أُزيلت الورقة.
journals-recurring = القيود الدورية
journals-recurring-one = قيد دوري
journals-recurring-new = قيد دوري جديد
journals-recurring-none = لا شيء يتكرر بعد
journals-recurring-none-text = ما يتكرر كل شهر أو ربع سنة أو سنة يكفي أن يُكتب مرة واحدة.
journals-recurring-memo-hint = موضوع كل قيد؛ وإن تُرك فارغاً فاسمه.
journals-recurring-save = حفظ
journals-recurring-saved = حُفظ «{ $name }».
journals-recurring-stopped = أُوقف «{ $name }».
journals-of-recurring = من قيد دوري واحد
journals-name = الاسم
journals-every = التكرار
journals-every-month = كل شهر
journals-every-quarter = كل ثلاثة أشهر
journals-every-year = كل سنة
journals-starts = أول مرة في
journals-ends = حتى
journals-ends-hint = اتركه فارغاً ليستمر حتى يوقفه أحد.
journals-next = التالي في
journals-made = ما أُنشئ حتى الآن
journals-then = في كل مرة
journals-then-draft = ترك مسودة
journals-then-post = ترحيله
journals-ended = انتهى
journals-stop = إيقاف
journals-stop-title = إيقاف «{ $name }»؟
journals-stop-text = لن يُنشأ منه شيء بعد الآن، وما أُنشئ يبقى.
journals-close-drafts = قيود يدوية غير مرحّلة
journals-close-drafts-text = رحّل مسودات هذا الشهر أو وافق عليها أو تخلص منها.
journals-close-recurring = قيود دورية لم تأت بعد
journals-close-recurring-text = تُنشأ خلال ساعة من يومها. أوقف ما لا ينبغي أن يأتي بعد.
journals-field-amount = المبلغ
journals-field-reverses = يعكس
journals-field-recurring = القيد الدوري
journals-field-file = الملف
audit-journals-draft = كتب القيد
audit-journals-edit = عدّل المسودة
audit-journals-discard = تخلص من المسودة
audit-journals-hand-in = قدّمه للموافقة
audit-journals-post = رحّله
audit-journals-approve = وافق عليه ورحّله
audit-journals-send-back = أعاده
audit-journals-reverse = عكسه
audit-journals-attach = أضاف ورقة
audit-journals-detach = أزال ورقة
audit-journals-create-recurring = أنشأ القيد الدوري
audit-journals-change-recurring = عدّل القيد الدوري
audit-journals-stop-recurring = أوقف القيد الدوري
permission-journals-read = الاطلاع على القيود اليدوية
permission-journals-edit = كتابة القيود اليدوية وتقديمها
permission-journals-post = ترحيل القيود اليدوية حتى حد الشركة
permission-journals-approve = الموافقة على قيود الآخرين
problem-journal-account-controlled = { $control ->
    [ar] الحساب { $account } هو مجموع ما على العملاء. اكتب فاتورة أو إشعاراً دائناً أو دفعة بدلاً من ذلك.
    [ap] الحساب { $account } هو مجموع ما للموردين. اكتب فاتورة مورد أو إشعاراً مديناً أو دفعة بدلاً من ذلك.
    [stock] الحساب { $account } هو قيمة المخزون. استلم البضاعة أو سلّمها أو سوّ المخزون بدلاً من ذلك.
    [grni] الحساب { $account } هو البضاعة المستلمة غير المفوترة. اكتب استلام بضاعة أو فاتورة مورد بدلاً من ذلك.
    [biological] الحساب { $account } هو مجموع دفعات الحيوانات. سجّل ما حدث للدفعة بدلاً من ذلك.
   *[tax] الحساب { $account } هو مجموع الضرائب. اكتب فاتورة أو فاتورة مورد أو إقراراً ضريبياً بدلاً من ذلك.
 }
problem-journal-no-amount = اكتب مبلغاً مديناً أو دائناً.
problem-journal-both-sides = البند مدين أو دائن لا كلاهما. استعمل بندين.
problem-journal-negative = اكتب المبلغ في الجانب الآخر بدلاً من إشارة السالب.
problem-journal-balanced-twice = بند واحد فقط يوازَن بعلامة «=». اكتب المبالغ الأخرى.
problem-journal-unbalanced = المدين { $debit } والدائن { $credit } والفرق { $difference }. اكتب = في أحد البنود ليتوازن، أو احفظه كمسودة.
problem-journal-too-large = مجموع البنود كبير جداً.
problem-journal-not-draft = { $state ->
    [waiting] هذا القيد بانتظار الموافقة. أعده لتعديله.
   *[posted] هذا القيد مرحّل ولا يتغير أبداً. اعكسه بقيد آخر.
 }
problem-journal-not-waiting = { $state ->
    [draft] هذا القيد مسودة. قدّمه أولاً.
   *[posted] هذا القيد مرحّل من قبل.
 }
problem-journal-not-posted = لا يُعكس إلا القيد المرحّل، وهذا ما زال { $state ->
    [draft] مسودة.
   *[waiting] بانتظار الموافقة.
 }
problem-journal-own = لا يوافق أحد على قيده. اطلب ذلك من شخص آخر له صلاحية الموافقة.
problem-journal-reversed = عُكس هذا القيد من قبل { $number ->
    [draft] بقيد لم يُرحّل بعد.
   *[other] بالقيد { $number }.
 }
problem-reversal-too-early = لا يمكن عكسه قبل { $date }، وهو يومه.
problem-journal-papers = للقيد { $most } ورقة على الأكثر. اجمع عدة صفحات في ملف واحد.
problem-journal-paper-large = الملف أكبر من { $most } ميغابايت. احفظه بحجم أصغر.
problem-recurring-ends-early = سينتهي قبل أن يبدأ. اختر يوماً لاحقاً.
problem-recurring-starts-early = اليوم الأول قبل أكثر من سنة. ابدأ لاحقاً واكتب ما سبق يدوياً.

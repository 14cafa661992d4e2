budgets-title = الموازنات
budgets-text = ما يُراد كسبه وإنفاقه في السنة، شهرًا بشهر.
budgets-none = لا موازنات بعد
budgets-none-text = اكتب موازنة يدويًا، أو ابدأ بما بلغته السنة الماضية.
budgets-not-found = لا موازنة تطابق البحث
budgets-not-found-text = ابحث عن شيء آخر، أو أزل أحد عوامل التصفية.
budgets-search = الاسم…
budgets-shown = { $n ->
    [zero] لا موازنات في هذه الصفحة
    [one] موازنة واحدة في هذه الصفحة
    [two] موازنتان في هذه الصفحة
    [few] { $n } موازنات في هذه الصفحة
    [many] { $n } موازنة في هذه الصفحة
   *[other] { $n } موازنة في هذه الصفحة
}
budgets-new = موازنة جديدة
budgets-edit = تعديل
budgets-edit-title = تعديل «{ $name }»
budgets-save = حفظ الموازنة
budgets-saved = حُفظت «{ $name }».
budgets-name = الاسم
budgets-year = السنة المالية
budgets-scope = تخص
budgets-whole = الشركة كلها
budgets-state = الحالة
budgets-state-draft = مسودة
budgets-state-active = سارية
budgets-state-archived = محفوظة جانبًا
budgets-income = الإيرادات
budgets-expenses = المصروفات
budgets-result = النتيجة
budgets-sum = المجموع
budgets-year-sum = السنة
budgets-account = الحساب
budgets-lines = الحسابات والأشهر
budgets-spread = توزيع على الأشهر
budgets-spread-hint = يُوزَّع المبلغ السنوي بالتساوي على الأشهر المتروكة فارغة، حتى أصغر وحدة نقد. الإيرادات والمصروفات كلتاهما فوق الصفر.
budgets-no-lines = لم يُخطَّط لشيء بعد.
budgets-about = نبذة
budgets-happened = ما جرى
budgets-activate = اجعلها الموازنة السارية
budgets-activated = صارت الدفاتر تُقارن الآن بـ«{ $name }».
budgets-archive = حفظ جانبًا
budgets-archive-title = هل تحفظ «{ $name }» جانبًا؟
budgets-archive-text = تبقى محفوظة، ولا تقارن التقارير بها بعد ذلك.
budgets-put-away = حُفظت «{ $name }» جانبًا.
budgets-compare = الموازنة مقابل الفعلي
budgets-copy = البدء بالسنة الماضية
budgets-copy-text = مسودة بما كُسب وأُنفق في السنة السابقة، شهرًا بشهر.
budgets-copy-make = إنشاء المسودة
budgets-percent = التغيير
budgets-percent-hint = ‏5 تعني زيادة خمسة بالمئة عن السنة السابقة، و‎-5 تعني نقصان خمسة.
audit-budgets-create = كتب الموازنة
audit-budgets-copy = أنشأ الموازنة من السنة السابقة
audit-budgets-edit = عدّل الموازنة
audit-budgets-activate = جعلها الموازنة السارية
audit-budgets-archive = حفظ الموازنة جانبًا
permission-budgets-read = الاطلاع على الموازنات وما آلت إليه
permission-budgets-edit = كتابة الموازنات وتفعيلها وحفظها جانبًا
problem-budget-too-long = تضم الموازنة { $most } حسابًا على الأكثر.
problem-budget-account = اختر حساب إيرادات أو مصروفات.
problem-budget-account-twice = سطر آخر يذكر هذا الحساب. اجمع السطرين في واحد.
problem-budget-amount = هذا المبلغ أكبر مما يسعه شهر.
problem-budget-months = أعطِ اثني عشر شهرًا، أو لا شيء منها ومبلغ السنة.
problem-budget-year-differs = مجموع الأشهر غير ذلك. أفرغ الأشهر التي تتقاسم الباقي، أو اترك المبلغ السنوي.
problem-budget-year = أعطِ أول يوم من سنة مالية. تبدأ سنواتكم بالشهر { $month }.
problem-budget-archived = هذه الموازنة محفوظة جانبًا. فعّلها أولًا، أو اكتب موازنة جديدة.
problem-budget-is-active = هذه الموازنة سارية أصلًا.
problem-budget-empty = لا شيء مخطط فيها. أضف سطرًا أولًا.
problem-budget-active-beside = «{ $name }» سارية للسنة ومركز التكلفة والمشروع نفسها. احفظها جانبًا أولًا.
problem-budget-no-actuals = لم يُكسب ولم يُنفق شيء في السنة من { $from }. اكتب الموازنة يدويًا.
problem-budget-change = أعطِ تغييرًا بين ‎-100 و1000 بالمئة.

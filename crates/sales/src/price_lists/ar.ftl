price-lists-title = قوائم الأسعار
price-lists-all = القوائم
price-lists-new = قائمة أسعار جديدة
price-lists-made = أُنشئت قائمة الأسعار { $name }. حدّد أسعارها الآن.
price-lists-saved = حُفظت قائمة الأسعار { $name }.
price-lists-save = حفظ
price-lists-none = لا توجد قوائم أسعار بعد: الجميع يدفع أسعار الكتالوج.
price-lists-name = الاسم
price-lists-from-day = سارية من
price-lists-to-day = سارية حتى
price-lists-currency-hint = أسعارها بهذه العملة ولا تتغير. الطلب بهذه العملة يأخذ سعره من هنا أولًا؛ والطلب بعملة أخرى لا يأخذه محوَّلًا إلا إذا كانت القائمة بعملتك.
price-lists-active = مستخدمة
price-lists-inactive = غير مستخدمة
price-lists-groups = مجموعات العملاء
price-lists-no-groups = لا توجد مجموعات بعد. المجموعة لعملاء يشتركون في قائمة أسعار.
price-lists-group = المجموعة
price-lists-no-group = بلا مجموعة
price-lists-new-group = مجموعة جديدة
price-lists-group-saved = حُفظت المجموعة { $name }.
price-lists-list = قائمة الأسعار
price-lists-catalog = أسعار الكتالوج
price-lists-catalog-price = الكتالوج
price-lists-prices = الأسعار
price-lists-from = من كمية
price-lists-set = تحديد الأسعار
price-lists-set-text = سطر لكل صنف وأدنى كمية؛ اترك الكمية فارغة لأي كمية. والسطر بلا سعر يزيل ذلك السعر.
price-lists-empty = لا توجد أسعار بعد
price-lists-empty-text = ما ليس في القائمة يُباع بسعر الكتالوج.
price-lists-search = رمز الصنف أو المنتج…
price-lists-not-found = لا يوجد سعر مطابق
price-lists-shown = { $n ->
    [zero] لا أسعار في هذه الصفحة
    [one] سعر واحد في هذه الصفحة
    [two] سعران في هذه الصفحة
    [few] { $n } أسعار في هذه الصفحة
    [many] { $n } سعرًا في هذه الصفحة
   *[other] { $n } سعر في هذه الصفحة
}
price-lists-own = قائمة أسعار خاصة
price-lists-own-hint = تُقدَّم على قائمة المجموعة.
price-lists-terms-saved = حُفظت أسعار { $name }.
permission-price-lists-read = عرض قوائم الأسعار
permission-price-lists-edit = إنشاء قوائم الأسعار وتحديد من يدفعها
problem-price-list-ends-early = لا يكون اليوم الأخير قبل الأول.
problem-price-list-too-long = { $most } سعر على الأكثر دفعة واحدة. حدّد الباقي بعدها.
problem-price-name-taken = لقائمة أو مجموعة أخرى هذا الاسم. اختر غيره.
problem-price-named-twice = لهذا الصنف سعران من الكمية نفسها. أبقِ واحدًا.
audit-price-lists-create = أنشأ قائمة الأسعار
audit-price-lists-change = غيّر قائمة الأسعار
audit-price-lists-set-prices = حدّد أسعارًا
audit-price-lists-create-group = أنشأ مجموعة العملاء
audit-price-lists-change-group = غيّر مجموعة العملاء
audit-price-lists-set-terms = غيّر الأسعار التي يدفعها العميل
price-lists-import = استيراد الأسعار
problem-price-list-unknown = لا توجد قائمة أسعار بهذا الاسم. أنشئ القائمة أولًا أو صحّح الاسم.
problem-price-list-other-currency = قائمة الأسعار هذه بعملة أخرى. صحّح العملة أو اذكر قائمة أخرى.

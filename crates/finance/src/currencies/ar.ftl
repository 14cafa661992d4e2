currencies-title = العملات
currencies-text = دفاترك بعملة { $currency }. المستندات بعملات أخرى تحتاج إلى سعر صرف ليومها.
currencies-used = المستخدمة
currencies-currency = العملة
currencies-good-days = أيام صلاحية السعر
currencies-good-days-hint = أسبوع إذا تُرك فارغًا، وأكثر لعملة مربوطة بعملتك.
currencies-take-up = إضافة عملة
currencies-take-up-again = استخدام مجددًا
currencies-lay-down = إيقاف
currencies-laid-down = موقوفة
currencies-taken-up = يمكن الآن استخدام { $name }.
currencies-changed = عُدّلت { $name }.
currencies-rates = أسعار الصرف
currencies-enter = إدخال سعر
currencies-entered = أُدخل السعر { $name }.
currencies-remove = حذف
currencies-removed = حُذف السعر { $name }.
currencies-import = استيراد الأسعار
currencies-date = اليوم
currencies-rate = السعر
currencies-units = لعدد من الوحدات
currencies-source = المصدر
currencies-none = لا أسعار بعد
currencies-none-text = أضف عملة وأدخل سعرها أو استورد ملف أسعار.
currencies-not-found = لا سعر مطابق
currencies-search = العملة أو المصدر…
currencies-revaluation = إعادة تقييم العملات
currencies-revaluation-text = يُعرض المفتوح بالعملات الأخرى بسعر آخر يوم في الشهر ويُعكس في اليوم التالي.
currencies-revaluations = إعادات التقييم المرحّلة
currencies-month-end = آخر يوم في الشهر
currencies-revalue = ترحيل إعادة التقييم
currencies-revalued = رُحِّلت إعادة تقييم { $name }.
currencies-nothing-revalued = لم يتغير شيء ليوم { $name }.
currencies-nothing = لا شيء لإعادة تقييمه
currencies-nothing-text = كل المفتوح مسجل بسعر هذا اليوم.
currencies-book = في الدفاتر
currencies-value = القيمة في ذلك اليوم
currencies-posted = رُحّل سابقًا
currencies-difference = الفرق
currencies-shown = { $n ->
    [zero] لا أسعار في هذه الصفحة
    [one] سعر واحد في هذه الصفحة
    [two] سعران في هذه الصفحة
    [few] { $n } أسعار في هذه الصفحة
    [many] { $n } سعرًا في هذه الصفحة
   *[other] { $n } سعر في هذه الصفحة
}
audit-currencies-take-up = أضاف العملة
audit-currencies-change = عدّل العملة
audit-currencies-enter = أدخل أسعار صرف
audit-currencies-remove = حذف سعر صرف
permission-currencies-read = عرض العملات وأسعار الصرف
permission-currencies-manage = إدارة العملات وأسعار الصرف
problem-no-exchange-rate = لا يوجد سعر صرف صالح لعملة { $currency } ليوم { $date }. أدخل سعرًا في صفحة العملات ثم حاول مجددًا.
problem-own-currency = هذه عملة دفاترك، ولا تحتاج إلى سعر صرف.
problem-good-days-range = يبقى السعر صالحًا من 0 إلى { $most } يومًا.
problem-currency-not-used = العملة { $currency } غير مستخدمة هنا. أضفها أولًا.
problem-rate-named-twice = لهذا اليوم سعران. أبقِ واحدًا.
problem-rate-units = يُعطى السعر لكل 1 أو 10 أو 100 وهكذا حتى مليون وحدة.
problem-rate-too-far-ahead = هذا اليوم بعد أكثر من { $days } يومًا.
problem-too-many-rates = أدخل { $most } سعرًا على الأكثر دفعة واحدة.
audit-currencies-revalue = رحّل إعادة التقييم
permission-currencies-revalue = إعادة تقييم العملات نهاية الشهر
problem-not-a-months-end = اختر آخر يوم في الشهر.
currencies-close-revaluation = بنود مفتوحة بعملات أخرى لم يُعَد تقييمها
currencies-close-revaluation-text = رحّل إعادة تقييم آخر يوم في الشهر، وأدخل أسعاره أولًا إن غابت.
problem-amount-below-coin = هذا أقل من أصغر وحدة من { $currency }، فلا يمكن أن تحمله الدفاتر. ضع مبلغًا أكبر في مستند واحد.

suppliers-edit = تعديل
suppliers-code = الرمز
suppliers-name = الاسم
suppliers-email = البريد الإلكتروني
suppliers-phone = الهاتف
suppliers-tax-number = الرقم الضريبي
suppliers-tax-number-hint = السعودية: 15 رقمًا يبدأ وينتهي بالرقم 3. بنغلاديش (BIN): ‏13 رقمًا.
suppliers-lang = اللغة
suppliers-address = العنوان
suppliers-city = المدينة
suppliers-country = الدولة
suppliers-days = { $n ->
    [zero] فورًا
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
suppliers-note = ملاحظة
suppliers-note-hint = لموظفيك فقط؛ لا تُطبع أبدًا.
suppliers-state = الحالة
suppliers-active-yes = نشط
suppliers-active-no = موقوف
suppliers-not-found-text = جرّب كتابة أخرى أو أزل أحد المرشحات.
suppliers-search = الاسم أو الرمز أو الهاتف أو الرقم الضريبي…
suppliers-country-sa = المملكة العربية السعودية
suppliers-country-bd = بنغلاديش
suppliers-country-ae = الإمارات العربية المتحدة
suppliers-country-bh = البحرين
suppliers-country-kw = الكويت
suppliers-country-om = عُمان
suppliers-country-qa = قطر
suppliers-country-eg = مصر
suppliers-country-jo = الأردن
suppliers-country-in = الهند
suppliers-country-pk = باكستان
suppliers-country-cn = الصين
suppliers-country-tr = تركيا
suppliers-country-gb = المملكة المتحدة
suppliers-country-us = الولايات المتحدة
problem-supplier-email = هذا ليس عنوان بريد. اكتبه مثل name@example.com.
problem-supplier-tax-number-sa = الرقم الضريبي السعودي 15 رقمًا ويبدأ وينتهي بالرقم 3.
problem-supplier-tax-number-bd = رقم BIN في بنغلاديش 13 رقمًا.
problem-supplier-payment-days = بين 0 و365 يومًا.
suppliers-title = الموردون
suppliers-new = مورد جديد
suppliers-save = حفظ المورد
suppliers-remove = حذف المورد
suppliers-remove-title = هل تريد حذف المورد { $name }؟
suppliers-remove-text = لا يُحذف إلا مورد لا يذكره أي أمر شراء أو استلام أو فاتورة. لا يمكن التراجع عن ذلك.
suppliers-made = أُضيف المورد { $name }.
suppliers-saved = حُفظ المورد { $name }.
suppliers-removed = حُذف المورد.
suppliers-none = لا يوجد موردون بعد
suppliers-none-text = أضف أول مورد لتشتري منه.
suppliers-not-found = لا يوجد مورد مطابق
suppliers-shown = { $n ->
    [zero] لا موردين في هذه الصفحة
    [one] مورد واحد في هذه الصفحة
    [two] موردان في هذه الصفحة
    [few] { $n } موردين في هذه الصفحة
    [many] { $n } موردًا في هذه الصفحة
   *[other] { $n } مورد في هذه الصفحة
}
suppliers-who = بيانات المورد
suppliers-terms = الشروط
suppliers-code-hint = اتركه فارغًا ليأخذ الرمز التالي، S-00001.
suppliers-contact = جهة الاتصال
suppliers-lang-hint = تُكتب بها أوامر الشراء والرسائل إليه.
suppliers-currency = العملة
suppliers-payment-days = مهلة السداد بالأيام
suppliers-payment-days-hint = تستحق الفاتورة بعد هذا العدد من الأيام من تاريخها.
suppliers-price-tolerance = سماح السعر
suppliers-price-tolerance-hint = فاتورة يبتعد سعرها عن المتفق عليه أكثر من ذلك تنتظر الموافقة.
suppliers-quantity-tolerance = سماح الكمية
suppliers-quantity-tolerance-hint = كم يجوز أن يزيد المستلم على المطلوب، والمفوتر على المستلم.
suppliers-active = يمكن الشراء منه
suppliers-active-hint = المورد الموقوف يبقى سجله كما هو.
suppliers-order = أمر شراء جديد
suppliers-orders = أوامر الشراء
suppliers-bills = الفواتير
suppliers-rating = التقييم
suppliers-not-rated = لم يُستلم منه شيء خلال الاثني عشر شهرًا الماضية، فلا تقييم له.
suppliers-score = { $score } من 100
suppliers-since = منذ { $date }
suppliers-on-time = في الموعد
suppliers-of-lines = وصل { $part } من { $whole } من السطور في اليوم الموعود.
suppliers-complete = مكتمل
suppliers-of-ordered = وصل ما قيمته { $part } من أصل { $whole } مطلوبة.
suppliers-as-agreed = بالسعر المتفق عليه
suppliers-off-price = اختلفت فواتير بقيمة { $whole } بمقدار { $part }.
suppliers-kept = ما لم يُرجَع
suppliers-given-back = أُرجع { $part } من أصل { $whole } مستلمة.
suppliers-timeline = ما حدث
permission-suppliers-read = الاطلاع على الموردين وتقييمهم
permission-suppliers-edit = إضافة الموردين وتعديلهم وحذفهم
problem-supplier-code-taken = هذا الرمز لمورد آخر. اختر رمزًا آخر أو اتركه فارغًا.
problem-supplier-in-use = هذا المورد مذكور في أمر شراء أو استلام أو فاتورة ولا يمكن حذفه. أوقفه بدلًا من ذلك.
problem-supplier-tolerance = السماح بين 0 و100 ٪.
audit-suppliers-create = أضاف المورد
audit-suppliers-update = عدّل المورد
audit-suppliers-remove = حذف المورد
suppliers-owed = ما ندين به
suppliers-overdue = متأخر السداد

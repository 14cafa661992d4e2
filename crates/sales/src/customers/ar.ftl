customers-title = العملاء
customers-new = عميل جديد
customers-edit = تعديل
customers-save = حفظ العميل
customers-remove = حذف العميل
customers-remove-title = هل تريد حذف العميل { $name }؟
customers-remove-text = لا يُحذف إلا عميل لا يذكره أي طلب أو فاتورة أو دفعة. لا يمكن التراجع عن ذلك.
customers-order = طلب جديد
customers-made = أُضيف العميل { $name }.
customers-saved = حُفظ العميل { $name }.
customers-removed = حُذف العميل.
customers-none = لا يوجد عملاء بعد
customers-none-text = أضف أول عميل لتسجيل طلب له.
customers-not-found = لا يوجد عميل مطابق
customers-not-found-text = جرّب كتابة أخرى أو أزل أحد المرشحات.
customers-search = الاسم أو الرمز أو الهاتف أو الرقم الضريبي…
customers-shown = { $n ->
    [zero] لا عملاء في هذه الصفحة
    [one] عميل واحد في هذه الصفحة
    [two] عميلان في هذه الصفحة
    [few] { $n } عملاء في هذه الصفحة
    [many] { $n } عميلًا في هذه الصفحة
   *[other] { $n } عميل في هذه الصفحة
}
customers-who = بيانات العميل
customers-terms = الشروط
customers-code = الرمز
customers-code-hint = اتركه فارغًا ليأخذ الرمز التالي، C-00001.
customers-name = الاسم
customers-email = البريد الإلكتروني
customers-phone = الهاتف
customers-tax-number = الرقم الضريبي
customers-tax-number-hint = السعودية: 15 رقمًا يبدأ وينتهي بالرقم 3. بنغلاديش (BIN): ‏13 رقمًا.
customers-lang = اللغة
customers-lang-hint = تُكتب بها الفواتير والرسائل.
customers-address = العنوان
customers-city = المدينة
customers-country = الدولة
customers-payment-days = مهلة السداد بالأيام
customers-payment-days-hint = تستحق الفاتورة بعد هذا العدد من الأيام من تاريخها.
customers-days = { $n ->
    [zero] فورًا
    [one] يوم واحد
    [two] يومان
    [few] { $n } أيام
    [many] { $n } يومًا
   *[other] { $n } يوم
}
customers-credit-limit = حد الائتمان
customers-credit-limit-hint = لا تُؤكد الطلبات التي تتجاوزه. الفراغ يعني بلا حد.
customers-note = ملاحظة
customers-note-hint = لموظفيك فقط؛ لا تُطبع أبدًا.
customers-state = الحالة
customers-active = يمكن قبول طلباته
customers-active-hint = العميل الموقوف يبقى سجله كما هو.
customers-active-yes = نشط
customers-active-no = موقوف
customers-balance = المستحق عليه
customers-overdue = منه متأخر
customers-credit-left = الائتمان المتبقي
customers-open-invoices = الفواتير المفتوحة
customers-no-open-invoices = لا توجد فواتير مفتوحة.
customers-orders = الطلبات
customers-no-orders = لا توجد طلبات بعد.
customers-all-orders = كل الطلبات
customers-country-sa = المملكة العربية السعودية
customers-country-bd = بنغلاديش
customers-country-ae = الإمارات العربية المتحدة
customers-country-bh = البحرين
customers-country-kw = الكويت
customers-country-om = عُمان
customers-country-qa = قطر
customers-country-eg = مصر
customers-country-jo = الأردن
customers-country-in = الهند
customers-country-pk = باكستان
customers-country-cn = الصين
customers-country-tr = تركيا
customers-country-gb = المملكة المتحدة
customers-country-us = الولايات المتحدة
permission-customers-read = الاطلاع على العملاء
permission-customers-edit = إضافة العملاء وتعديلهم وحذفهم
problem-customer-code-taken = هذا الرمز لعميل آخر. اختر رمزًا آخر أو اتركه فارغًا.
problem-customer-in-use = هذا العميل مذكور في طلب أو فاتورة أو دفعة ولا يمكن حذفه. أوقفه بدلًا من ذلك.
problem-customer-email = هذا ليس عنوان بريد. اكتبه مثل name@example.com.
problem-customer-tax-number-sa = الرقم الضريبي السعودي 15 رقمًا ويبدأ وينتهي بالرقم 3.
problem-customer-tax-number-bd = رقم BIN في بنغلاديش 13 رقمًا.
problem-customer-payment-days = بين 0 و365 يومًا.
problem-customer-limit-currency = يجب أن يكون الحد بعملة دفاترك، { $currency }.
problem-customer-limit-negative = لا يكون الحد أقل من صفر.
audit-customers-create = أضاف العميل
audit-customers-update = عدّل العميل
audit-customers-remove = حذف العميل
customers-on-order = المستحق والمطلوب معًا
customers-late = متأخرة
customers-currency = العملة
customers-currency-hint = العملة التي تصدر بها الطلبات الجديدة وفواتيرها، ما لم يحدد الطلب غيرها.
customers-all-quotes = كل عروض الأسعار

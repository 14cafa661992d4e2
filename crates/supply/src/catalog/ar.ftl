catalog-title = المنتجات
permission-catalog-read = الاطلاع على المنتجات
permission-catalog-edit = إضافة المنتجات وتعديلها
problem-product-handle = لا يكون اسم العنوان فارغًا ولا يحتوي على فراغ أو «/» أو «?» أو «#».
problem-product-tags = { $most } وسمًا على الأكثر، كل منها 60 حرفًا على الأكثر.
problem-product-options = للمنتج { $most } خيارات على الأكثر.
problem-product-option-twice = الخيار «{ $option }» مكرر.
problem-product-option-count = عدد قيم الخيارات المطلوب لهذا المتغير: { $count ->
    [0] لا شيء
   *[other] { $count }
}، قيمة لكل خيار من خيارات المنتج.
problem-product-variants = للمنتج { $most } متغيرًا على الأكثر. اجعله منتجين.
problem-product-variant-twice = هناك متغيران «{ $options }». لكل متغير قيمه الخاصة.
problem-product-needs-options = المتغيرات المتعددة تحتاج إلى خيار يميّز بينها، مثل المقاس.
problem-product-sku-twice = لمتغيرين رمز الصنف نفسه { $sku }. أعطِ كلًا منهما رمزًا.
problem-product-barcode-twice = لمتغيرين الباركود نفسه { $barcode }. أعطِ كلًا منهما باركودًا.
problem-product-negative = لا يكون هذا أقل من صفر.
problem-product-taken = شيء مما كُتب هنا يخص منتجًا آخر.
problem-product-handle-taken = اسم العنوان هذا للمنتج «{ $product }».
problem-product-sku-taken = رمز الصنف هذا للمنتج «{ $product }».
problem-product-barcode-taken = هذا الباركود للمنتج «{ $product }».
problem-product-handle-in-use = أخذ منتج آخر اسم العنوان هذا للتو. اختر غيره.
problem-product-sku-in-use = أخذ منتج آخر رمز الصنف هذا للتو. اختر غيره.
problem-product-barcode-in-use = أخذ منتج آخر هذا الباركود للتو. اختر غيره.
problem-product-had-stock = لا يمكن تغيير هذا لأنه كان للمنتج مخزون. أنشئ منتجًا جديدًا بدلًا منه.
problem-product-attributes-need-type = الخصائص للمنتجات ذات النوع فقط. اختر نوعًا أولًا.
problem-product-attribute-key = استعمل حروفًا لاتينية صغيرة وأرقامًا و«_»، 40 على الأكثر.
problem-product-attribute-twice = لخاصية أخرى في هذا النوع المفتاح نفسه.
problem-product-attribute-long = 500 حرف على الأكثر.
problem-product-attribute-boolean = القيمة إما صحيح أو خطأ.
problem-product-attribute-text = اكتب نصًا من فضلك.
problem-product-type-attributes = للنوع { $most } خاصية على الأكثر.
catalog-new = منتج جديد
catalog-edit = تعديل
catalog-save = حفظ المنتج
catalog-made = أُضيف المنتج { $name }.
catalog-saved = حُفظ { $name }.
catalog-import = استيراد
catalog-none = لا توجد منتجات بعد
catalog-none-text = أضف أول منتج أو استورد القائمة التي لديك.
catalog-not-found = لا يوجد منتج مطابق
catalog-not-found-text = جرّب كلمة أقصر أو أزل أحد المرشحات.
catalog-search = الاسم أو رمز الصنف أو الباركود…
catalog-views = طرق العرض
catalog-all = الكل
catalog-product = المنتج
catalog-sku = رمز الصنف (SKU)
catalog-barcode = الباركود
catalog-price = السعر
catalog-available = المتاح
catalog-on-hand = الموجود
catalog-reserved = المحجوز
catalog-warehouse = المستودع
catalog-updated = آخر تعديل
catalog-state = الحالة
catalog-state-active = نشط
catalog-state-draft = مسودة
catalog-state-archived = مؤرشف
catalog-activate = طرح للبيع
catalog-archive = أرشفة…
catalog-archive-verb = أرشفة
catalog-archive-title = هل تريد أرشفة المنتج { $name }؟
catalog-archive-many-title = هل تريد أرشفة المنتجات المحددة؟
catalog-archive-text = لن يمكن بيعها بعد ذلك. تبقى الطلبات والفواتير والمخزون كما هي، ويمكنك طرحها للبيع من جديد.
catalog-activated-many = منتجات طُرحت للبيع: { $name }.
catalog-archived-many = منتجات أُرشفت: { $name }.
catalog-drafted-many = منتجات صارت مسودات: { $name }.
catalog-name-in = الاسم ({ $language })
catalog-description = الوصف
catalog-order = التصنيف
catalog-sale = البيع
catalog-category = الفئة
catalog-vendor = المورّد أو الماركة
catalog-tags = الوسوم
catalog-tags-hint = افصل بينها بفواصل.
catalog-handle = اسم العنوان
catalog-handle-hint = يظهر في عناوين الويب وملفات الاستيراد. يُشتق من الاسم إن تُرك فارغًا.
catalog-type = نوع المنتج
catalog-types = أنواع المنتجات
catalog-show-attributes = أظهر خصائص هذا النوع
catalog-yes = نعم
catalog-no = لا
catalog-tax = الضريبة
catalog-unit = الوحدة
catalog-unit-hint = ما تُحسب به الكمية: قطعة، كجم، كرتون.
catalog-tracked = احسب مخزونه
catalog-tracked-hint = ليس للخدمات. لا يتغيّر بعد وجود مخزون.
catalog-variants = المتغيرات
catalog-options-hint = هل للمنتج مقاسات أو ألوان؟ سمِّ حتى ثلاثة خيارات وقيمها ثم أنشئ المتغيرات.
catalog-option-n = الخيار { $n }
catalog-values-n = قيم الخيار { $n } وبينها فواصل
catalog-make-variants = أنشئ المتغيرات منها
catalog-sku-hint = رمز الصنف الفارغ يُشتق من اسم العنوان والخيارات.
catalog-low-stock = نبّه عند
catalog-variant-active = للبيع
catalog-variant-inactive = ليس للبيع
catalog-stock = المخزون
catalog-stock-in = متوفر
catalog-stock-out = نفد
catalog-stock-low = مخزون منخفض
catalog-stock-where = المخزون حسب المستودع
catalog-stock-none = لا يوجد شيء في أي مستودع بعد.
catalog-pictures = الصور
catalog-no-pictures = لا توجد صور بعد.
catalog-timeline = ما حدث
catalog-categories = الفئات
catalog-no-categories = لا توجد فئات بعد
catalog-no-categories-text = تساعد الفئات على إيجاد المنتجات. أضف الأولى هنا.
catalog-category-new = فئة جديدة
catalog-category-add = إضافة الفئة
catalog-category-save = حفظ الفئة
catalog-category-made = أُضيفت الفئة { $name }.
catalog-category-parent = ضمن
catalog-category-top = المستوى الأعلى
catalog-category-products = عرض المنتجات
catalog-category-delete = حذف الفئة
catalog-category-delete-title = هل تريد حذف الفئة { $name }؟
catalog-category-delete-text = لا تُحذف إلا فئة ليس فيها منتجات ولا فئات أخرى.
catalog-category-deleted = حُذفت الفئة.
catalog-position = الترتيب
catalog-position-hint = الأرقام الأصغر أولًا.
catalog-no-types = لا توجد أنواع بعد
catalog-no-types-text = يحدد النوع ما تشترك فيه منتجاته، مثل القماش أو فتحة الشبكة.
catalog-type-new = نوع منتجات جديد
catalog-type-save = حفظ النوع
catalog-type-attributes = الخصائص
catalog-type-attributes-hint = ما يمكن أن يُذكر عن كل منتج من هذا النوع.
catalog-attribute-key = المفتاح
catalog-attribute-kind = النوع
catalog-attribute-choices = القيم المتاحة وبينها فواصل
catalog-kind-text = نص
catalog-kind-number = رقم
catalog-kind-choice = اختيار
catalog-kind-boolean = نعم أو لا
catalog-field-name = الاسم
catalog-field-handle = اسم العنوان
catalog-field-skus = رموز الأصناف
catalog-field-type-id = نوع المنتج
catalog-field-category-id = الفئة
catalog-field-tax-code-id = الضريبة
catalog-field-attributes = الخصائص
catalog-field-options = الخيارات
catalog-field-parent-id = ضمن
audit-catalog-create = أُضيف منتج
audit-catalog-update = عُدّل منتج
audit-catalog-create-category = أُضيفت فئة
audit-catalog-change-category = عُدّلت فئة
audit-catalog-delete-category = حُذفت فئة
audit-catalog-create-type = أُضيف نوع منتجات
audit-catalog-change-type = عُدّل نوع منتجات
problem-variant-in-use = هذا المتغير مذكور في طلب أو فاتورة أو حركة مخزون ولا يمكن حذفه. أوقف بيعه بدلًا من ذلك.
problem-category-below-itself = لا تكون الفئة ضمن نفسها. اختر مكانًا آخر.
problem-category-in-use = ما زالت في هذه الفئة منتجات أو فئات أخرى. انقلها أولًا.
problem-category-too-many = { $most } فئة على الأكثر.
catalog-shown = { $n ->
    [zero] لا منتجات في هذه الصفحة
    [one] منتج واحد في هذه الصفحة
    [two] منتجان في هذه الصفحة
    [few] { $n } منتجات في هذه الصفحة
    [many] { $n } منتجًا في هذه الصفحة
   *[other] { $n } منتج في هذه الصفحة
}
catalog-variant-count = { $n ->
    [zero] بلا متغيرات
    [one] متغير واحد
    [two] متغيران
    [few] { $n } متغيرات
    [many] { $n } متغيرًا
   *[other] { $n } متغير
}

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

catalog-title = Products
permission-catalog-read = See products
permission-catalog-edit = Add and change products
problem-product-handle = The address name may not be empty or hold blanks, “/”, “?” or “#”.
problem-product-tags = At most { $most } tags of at most 60 characters each.
problem-product-options = A product can have at most { $most } options.
problem-product-option-twice = The option “{ $option }” stands there twice.
problem-product-option-count = Give this variant { $count ->
    [0] no option values
    [one] one option value
   *[other] { $count } option values
}, one for each option of the product.
problem-product-variants = A product can have at most { $most } variants. Make two products of it.
problem-product-variant-twice = There are two variants “{ $options }”. Each variant needs values of its own.
problem-product-needs-options = Several variants need an option, such as Size, that tells them apart.
problem-product-sku-twice = Two variants have the SKU { $sku }. Give each its own.
problem-product-barcode-twice = Two variants have the barcode { $barcode }. Give each its own.
problem-product-negative = This cannot be below zero.
problem-product-taken = Something here belongs to another product already.
problem-product-handle-taken = The product “{ $product }” has this address name already.
problem-product-sku-taken = The product “{ $product }” has this SKU already.
problem-product-barcode-taken = The product “{ $product }” has this barcode already.
problem-product-handle-in-use = Another product took this address name just now. Choose another.
problem-product-sku-in-use = Another product took this SKU just now. Choose another.
problem-product-barcode-in-use = Another product took this barcode just now. Choose another.
problem-product-had-stock = This cannot be changed since there was stock. Make a new product instead.
problem-product-attributes-need-type = Only a product with a type has attributes. Choose a type first.
problem-product-attribute-key = Use small letters, digits and “_”, at most 40.
problem-product-attribute-twice = Another attribute of this type has the same key.
problem-product-attribute-long = At most 500 characters fit.
problem-product-attribute-boolean = This is either true or false.
problem-product-attribute-text = Please write a text.
problem-product-type-attributes = A type can have at most { $most } attributes.

catalog-title = পণ্য
permission-catalog-read = পণ্য দেখা
permission-catalog-edit = পণ্য যোগ ও পরিবর্তন করা
problem-product-handle = ঠিকানার নাম ফাঁকা হতে পারে না, এতে ফাঁকা জায়গা, “/”, “?” বা “#” থাকতে পারে না।
problem-product-tags = সর্বোচ্চ { $most }টি ট্যাগ, প্রতিটি সর্বোচ্চ ৬০ অক্ষরের।
problem-product-options = একটি পণ্যের সর্বোচ্চ { $most }টি অপশন থাকতে পারে।
problem-product-option-twice = “{ $option }” অপশনটি দুবার আছে।
problem-product-option-count = এই ভ্যারিয়েন্টে পণ্যের প্রতিটি অপশনের জন্য একটি করে মোট { $count ->
    [0] শূন্যটি
   *[other] { $count }টি
} মান দিন।
problem-product-variants = একটি পণ্যের সর্বোচ্চ { $most }টি ভ্যারিয়েন্ট থাকতে পারে। দুটি পণ্য করুন।
problem-product-variant-twice = “{ $options }” ভ্যারিয়েন্ট দুটি আছে। প্রতিটির আলাদা মান দিন।
problem-product-needs-options = একাধিক ভ্যারিয়েন্ট হলে আলাদা করার জন্য একটি অপশন লাগবে, যেমন সাইজ।
problem-product-sku-twice = দুটি ভ্যারিয়েন্টের SKU একই: { $sku }। প্রতিটির আলাদা দিন।
problem-product-barcode-twice = দুটি ভ্যারিয়েন্টের বারকোড একই: { $barcode }। প্রতিটির আলাদা দিন।
problem-product-negative = এটি শূন্যের কম হতে পারে না।
problem-product-taken = এখানকার কিছু আগে থেকেই অন্য পণ্যের।
problem-product-handle-taken = এই ঠিকানার নাম আগে থেকেই “{ $product }” পণ্যের।
problem-product-sku-taken = এই SKU আগে থেকেই “{ $product }” পণ্যের।
problem-product-barcode-taken = এই বারকোড আগে থেকেই “{ $product }” পণ্যের।
problem-product-handle-in-use = এইমাত্র অন্য একটি পণ্য এই ঠিকানার নাম নিয়েছে। অন্যটি বেছে নিন।
problem-product-sku-in-use = এইমাত্র অন্য একটি পণ্য এই SKU নিয়েছে। অন্যটি বেছে নিন।
problem-product-barcode-in-use = এইমাত্র অন্য একটি পণ্য এই বারকোড নিয়েছে। অন্যটি বেছে নিন।
problem-product-had-stock = মজুদ ছিল বলে এটি বদলানো যাবে না। বরং নতুন পণ্য করুন।
problem-product-attributes-need-type = শুধু ধরন থাকা পণ্যের বৈশিষ্ট্য হয়। আগে একটি ধরন বেছে নিন।
problem-product-attribute-key = ছোট হাতের ইংরেজি অক্ষর, অঙ্ক ও “_” ব্যবহার করুন, সর্বোচ্চ ৪০টি।
problem-product-attribute-twice = এই ধরনের আরেকটি বৈশিষ্ট্যের একই কী আছে।
problem-product-attribute-long = সর্বোচ্চ ৫০০ অক্ষর ধরে।
problem-product-attribute-boolean = এটি হয় হ্যাঁ, নয় না।
problem-product-attribute-text = একটি লেখা দিন।
problem-product-type-attributes = একটি ধরনের সর্বোচ্চ { $most }টি বৈশিষ্ট্য থাকতে পারে।

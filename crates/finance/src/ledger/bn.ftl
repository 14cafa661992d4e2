ledger-trial-balance = রেওয়ামিল
ledger-balanced = মিলেছে
ledger-unbalanced = মেলেনি
ledger-as-of = { $date } তারিখ পর্যন্ত
ledger-day = দিন
ledger-from = থেকে
ledger-to = পর্যন্ত
ledger-from-day = { $date } থেকে
ledger-to-day = { $date } পর্যন্ত
ledger-show = দেখান
ledger-none = এখনো কিছু পোস্ট হয়নি
ledger-none-text = চালান, পরিশোধ বা মজুদের দলিল পোস্ট হলেই দাখিলা এখানে দেখা যাবে।
ledger-code = কোড
ledger-account = হিসাব
ledger-type = ধরন
ledger-type-asset = সম্পদ
ledger-type-liability = দায়
ledger-type-equity = মালিকানা স্বত্ব
ledger-type-income = আয়
ledger-type-expense = ব্যয়
ledger-debit = ডেবিট
ledger-credit = ক্রেডিট
ledger-balance = জের
ledger-amount = পরিমাণ
ledger-sum = মোট
ledger-accounts = হিসাবের তালিকা
ledger-accounts-text = প্রতিটি হিসাব, এবং কার সঙ্গে তার জের মেলানো হয়।
ledger-control = যার সঙ্গে মেলে
ledger-control-none = –
ledger-control-ar = বকেয়া চালান
ledger-control-ap = বকেয়া বিল
ledger-control-stock = মজুদ
ledger-control-tax = কর রিটার্ন
ledger-control-bank = ব্যাংক বিবরণী
ledger-control-cash = নগদ বাক্স
ledger-control-grni = প্রাপ্ত পণ্য, বিল বাকি
ledger-state = অবস্থা
ledger-active = চালু
ledger-retired = বন্ধ
ledger-lines = সারি
ledger-lines-shown = { $n ->
    [one] এই পাতায় { $n }টি সারি
   *[other] এই পাতায় { $n }টি সারি
}
ledger-no-lines = কোনো সারি নেই
ledger-no-lines-text = এই হিসাবে এখনো কিছু পোস্ট হয়নি।
ledger-other-days = অন্য দিন বাছুন, অথবা ছাঁকনি সরান।
ledger-date = তারিখ
ledger-entry = জাবেদা দাখিলা
ledger-document = দলিল
ledger-memo = বিবরণ
ledger-entries = জাবেদা দাখিলা
ledger-entries-shown = { $n ->
    [one] এই পাতায় { $n }টি দাখিলা
   *[other] এই পাতায় { $n }টি দাখিলা
}
ledger-search = নম্বর বা দলিল
ledger-recorded = পোস্টের সময়
ledger-place = শৃঙ্খলে স্থান
ledger-hash = হ্যাশ
ledger-about = এই দাখিলা সম্পর্কে
ledger-source-invoice = চালান
ledger-source-credit-note = ক্রেডিট নোট
ledger-source-payment = পরিশোধ
ledger-source-bill = বিল
ledger-source-debit-note = ডেবিট নোট
ledger-source-landed-cost = আনুষঙ্গিক ক্রয় ব্যয়
ledger-source-purchase-return = ক্রয় ফেরত
ledger-source-delivery = সরবরাহ
ledger-source-stock-receipt = পণ্য গ্রহণ
ledger-source-stock-adjustment = মজুদ সমন্বয়
ledger-source-stock-transfer = মজুদ স্থানান্তর
ledger-source-tax-release = প্রদেয় হওয়া কর
ledger-source-tax-payment = কর পরিশোধ
ledger-source-journal = হাতে লেখা দাখিলা
ledger-source-opening = প্রারম্ভিক স্থিতি
ledger-source-opening-receivable = প্রারম্ভিক: প্রাপ্য
ledger-source-opening-payable = প্রারম্ভিক: প্রদেয়
ledger-source-year-close = বছর সমাপ্তি
permission-ledger-read = হিসাবের বই দেখা: হিসাব, দাখিলা, রেওয়ামিল
problem-entry-unbalanced = দাখিলা মেলেনি; ডেবিট ও ক্রেডিটের পার্থক্য { $difference } ক্ষুদ্র একক।
problem-entry-empty = দাখিলায় পরিমাণসহ অন্তত দুটি সারি লাগে।
problem-entry-too-long = একটি দাখিলায় সর্বোচ্চ { $most } সারি থাকে। দলিলটি ভাগ করুন।
problem-period-locked = { $date } তারিখের মাসটি { $module ->
    [sales] বিক্রয়ের
    [purchases] ক্রয়ের
    [stock] মজুদের
   *[ledger] খতিয়ানের
 } জন্য তালাবদ্ধ। পরের কোনো তারিখ বাছুন, অথবা তালা খুলতে বলুন।
problem-period-closed = { $date } তারিখের হিসাবকাল বন্ধ। পরের কোনো তারিখ বাছুন, অথবা হিসাবকাল আবার খুলতে বলুন।
problem-date-too-far = { $date } তারিখটি { $years } বছরের বেশি দূরে। তারিখ যাচাই করুন।
problem-account-retired = { $account } হিসাবটি বন্ধ; নতুন দাখিলা নেয় না।
problem-party-required = { $account } হিসাবের সারিতে গ্রাহক বা সরবরাহকারীর নাম থাকতে হবে।
problem-no-account-for = হিসাবের তালিকায় “{ $role }” ভূমিকার কোনো হিসাব নেই। একটি হিসাবকে এই ভূমিকা দিন।
problem-unknown-account = এই প্রতিষ্ঠানে { $account } নামে কোনো হিসাব নেই।
ledger-known-on = { $date } তারিখে জানা
ledger-verify = হিসাবের বই কি ঠিক আছে?
ledger-verify-text = প্রতি রাতে, এবং আপনি চাইলেই, প্রথম দাখিলা থেকে সব আবার গণনা করে প্রোগ্রামে রাখা হিসাবের সঙ্গে মেলানো হয়।
ledger-verify-now = এখনই যাচাই করুন
ledger-verify-begun = হিসাব যাচাই চলছে। কতদূর হলো তা এই পাতায় দেখা যাবে।
ledger-verify-none = এখনও যাচাই হয়নি
ledger-verify-none-text = প্রথম রাতেই হবে, অথবা এখনই করুন।
ledger-verify-running = যাচাই চলছে
ledger-verify-done = { $of }টির মধ্যে { $n }টি পরীক্ষা
ledger-verify-ok = ঠিক আছে
ledger-verify-wrong = কিছু ভুল আছে
ledger-verify-right = { $n ->
    [one] একটি পরীক্ষায় কিছু পাওয়া যায়নি।
   *[other] সব { $n }টি পরীক্ষায় কিছু পাওয়া যায়নি।
}
ledger-verify-look = দেখুন
ledger-verify-runs = যাচাইয়ের তালিকা
ledger-verify-started = শুরু
ledger-verify-by = কে চেয়েছেন
ledger-verify-night = প্রতি রাতে
ledger-verify-result = ফল
ledger-verify-found = যা পাওয়া গেছে
ledger-roots = দিনশেষে শৃঙ্খলের শেষ প্রান্ত
ledger-check-entries-balance = একটি দাখিলার ডেবিট ও ক্রেডিট সমান নয়। প্রোগ্রামের বাইরে থেকে বদলানো হয়েছে। শেষ ভালো ব্যাকআপ পাশে পুনরুদ্ধার করে দাখিলাটি মিলিয়ে দেখুন।
ledger-check-chain = একটি দাখিলা পোস্ট করার সময় যেমন ছিল তেমন নেই, বা একটি হারিয়ে গেছে। প্রোগ্রামের বাইরে থেকে বদলানো হয়েছে। শেষ ভালো ব্যাকআপ পাশে পুনরুদ্ধার করে দাখিলাটি মিলিয়ে দেখুন।
ledger-check-roots = দাখিলার শৃঙ্খল আগের কোনো দিনশেষে যেমন ছিল তেমন নেই: প্রোগ্রামের বাইরে নতুন করে লেখা হয়েছে। সেই দিনের ব্যাকআপের সঙ্গে মেলান।
ledger-check-entry-numbers = জাবেদার একটি নম্বর নেই অথবা দুইবার আছে।
ledger-check-snapshots = দ্রুততার জন্য রাখা একটি স্থিতি তার লাইনের যোগফলের সমান নয়। লাইনই সঠিক; স্থিতিটি ভুল।
ledger-check-invoice-numbers = চালানের একটি নম্বর নেই অথবা কখনও নেওয়া হয়নি।
ledger-check-invoice-totals = একটি চালানের লাইনগুলোর যোগফল মোটের সমান নয়।
ledger-check-open-items = গ্রাহক ও সরবরাহকারীর বকেয়া নথি ধরে যোগ করলে হিসাবের স্থিতির সমান হয় না।
ledger-check-payment-numbers = পরিশোধের একটি নম্বর নেই অথবা কখনও নেওয়া হয়নি।
ledger-check-stock-levels-are-moves = কোনো স্থানে যা আছে তা তার চলাচলের যোগফল নয়।
ledger-check-reserved-is-reservations = সংরক্ষিত পরিমাণ সংরক্ষণগুলোর যোগফল নয়।
ledger-check-stock-costs-are-moves = একটি পণ্যের মূল্য তার চলাচলের যোগফল নয়।
ledger-check-stock-value-is-ledger = মজুদের মূল্য মজুদ হিসাবের স্থিতির সমান নয়।
ledger-check-stock-moves-are-posted = মূল্যসহ একটি পণ্য চলাচলের কোনো দাখিলা নেই।
ledger-check-stock-moves-are-sealed = একটি পণ্য চলাচল পোস্ট করার পরে বদলানো হয়েছে।
ledger-check-allocations = একটি নথিতে যত সমন্বয় ধরা হয়েছে, বরাদ্দের যোগফল তার সমান নয়।
ledger-check-payments-posted = একটি পরিশোধের অঙ্ক তার দাখিলার সমান নয়।
ledger-check-invoices-settled = একটি চালানে পরিশোধিত অঙ্ক তার বরাদ্দের যোগফলের সমান নয়।
ledger-check-bill-numbers = বিলের একটি নম্বর নেই অথবা কখনও নেওয়া হয়নি।
ledger-check-bill-totals = একটি বিলের লাইনগুলোর যোগফল মোটের সমান নয়।
ledger-check-journals-are-entries = হাতে করা একটি দাখিলা আর তার পোস্ট এক নয়।
ledger-check-months-closed-in-order = আগের মাস খোলা থাকতেই একটি মাস বন্ধ করা হয়েছে।
ledger-check-years-are-entries = বন্ধ করা একটি বছর তার সমাপনী দাখিলার সমান নয়।
ledger-check-purchase-numbers = ক্রয়ের একটি নম্বর নেই অথবা কখনও নেওয়া হয়নি।
ledger-check-received-lines = একটি ক্রয়াদেশে প্রাপ্ত পরিমাণ তার প্রাপ্তিগুলোর যোগফল নয়।
ledger-check-unbilled-is-ledger = প্রাপ্ত কিন্তু বিল বাকি এমন পণ্যের মূল্য তার হিসাবের স্থিতি নয়।
ledger-check-other = “{ $check }” পরীক্ষায় কিছু পাওয়া গেছে।
permission-ledger-verify = হিসাব যাচাই করানো

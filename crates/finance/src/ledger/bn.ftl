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
ledger-source-delivery = সরবরাহ
ledger-source-stock-receipt = পণ্য গ্রহণ
ledger-source-stock-adjustment = মজুদ সমন্বয়
ledger-source-stock-transfer = মজুদ স্থানান্তর
ledger-source-journal = হাতে লেখা দাখিলা
ledger-source-bank-line = ব্যাংকের লাইন
ledger-source-expense = খরচ
ledger-source-opening = প্রারম্ভিক স্থিতি
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

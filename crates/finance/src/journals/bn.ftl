journals-title = হাতে লেখা দাখিলা
journals-new = নতুন দাখিলা
journals-edit-title = “{ $name }” বদলান
journals-none = এখনও হাতে লেখা দাখিলা নেই
journals-none-text = ভাড়া, বেতন, অবচয়: যা অন্য কোনো দলিল পোস্ট করে না তা এখানে লেখা হয়।
journals-not-found = কোনো দাখিলা মেলে না
journals-not-found-text = অন্য শব্দ দিয়ে খুঁজুন, অথবা একটি ছাঁকনি সরান।
journals-search = নম্বর, বিষয় বা সূত্র…
journals-shown = { $n ->
    [one] এই পাতায় { $n }টি দাখিলা
   *[other] এই পাতায় { $n }টি দাখিলা
}
journals-views = হাতে লেখা দাখিলার দৃশ্য
journals-view-all = সব
journals-view-open = পোস্ট হয়নি
journals-view-waiting = অনুমোদনের অপেক্ষায়
journals-number = নম্বর
journals-date = তারিখ
journals-memo = বিষয়
journals-memo-hint = কীসের জন্য, সবাই যেমন পড়বে: “মার্চের ভাড়া”।
journals-reference = সূত্র
journals-reference-hint = পেছনের কাগজের নম্বর।
journals-state = অবস্থা
journals-state-draft = খসড়া
journals-state-waiting = অনুমোদনের অপেক্ষায়
journals-state-posted = পোস্ট হয়েছে
journals-reversed = ফিরিয়ে নেওয়া
journals-sent-back = ফেরত এসেছে
journals-amount = পরিমাণ
journals-lines = সারি
journals-account = হিসাব
journals-line-memo = মন্তব্য
journals-debit = ডেবিট
journals-credit = ক্রেডিট
journals-difference = পার্থক্য
journals-tax = কর কোড
journals-balance-hint = ডেবিট বা ক্রেডিটে = লিখলে যা দিলে মেলে তা বসে যায়। Enter পরের সারিতে নেয়, Ctrl+↑ ও Ctrl+↓ সারি বদলায়, Ctrl+S পোস্ট করে।
journals-limit-hint = { $limit }-এর বেশি হলে অন্য কাউকে অনুমোদন দিতে হবে।
journals-post = পোস্ট করুন
journals-hand-in = অনুমোদনের জন্য জমা দিন
journals-save = খসড়া রাখুন
journals-saved = “{ $name }” খসড়া হিসেবে রাখা হয়েছে।
journals-handed-in = “{ $name }” অন্য কারও অনুমোদনের অপেক্ষায়।
journals-posted = { $name } পোস্ট হয়েছে।
journals-about = এই দাখিলা সম্পর্কে
journals-happened = যা ঘটেছে
journals-copy = নকল করুন
journals-edit = বদলান
journals-again = নিয়মিত করুন
journals-discard = ফেলে দিন
journals-discard-title = খসড়া “{ $name }” ফেলে দেবেন?
journals-discard-text = এটি কখনও পোস্ট হয়নি, তাই বইয়ে কিছু বদলাবে না। এর কাগজগুলোও যাবে।
journals-discarded = খসড়াটি ফেলে দেওয়া হয়েছে।
journals-approve = অনুমোদন করে পোস্ট করুন
journals-waits-for-other = লেখক ছাড়া অন্য কাউকে অনুমোদন দিতে হবে।
journals-send-back = ফেরত পাঠান
journals-was-sent-back = “{ $name }” আবার খসড়া।
journals-reason = কারণ
journals-reverse = ফিরিয়ে নিন
journals-reverse-text = পোস্ট করা দাখিলা কখনও বদলায় না। দুই দিক উল্টে আরেকটি দাখিলা একে ফিরিয়ে নেয়।
journals-reverse-on = { $date } তারিখে ফিরিয়ে নিন
journals-reverses = ফিরিয়ে নেয়
journals-reversed-by = ফিরিয়ে নিয়েছে
journals-made-by = তৈরি করেছে
journals-papers = কাগজপত্র
journals-no-papers = এখনও কাগজ নেই।
journals-paper = ফাইল
journals-paper-hint = স্ক্যান, PDF, স্প্রেডশিট; সর্বোচ্চ ১০ মেগাবাইট।
journals-paper-add = কাগজ যোগ করুন
journals-paper-added = { $name } যোগ হয়েছে।
journals-paper-remove = সরান
journals-paper-remove-title = { $name } সরাবেন?
journals-paper-remove-text = ফাইলটি মুছে যাবে।
journals-paper-removed = কাগজটি সরানো হয়েছে।
journals-recurring = নিয়মিত দাখিলা
journals-recurring-one = নিয়মিত দাখিলা
journals-recurring-new = নতুন নিয়মিত দাখিলা
journals-recurring-none = এখনও কিছু নিয়মিত নয়
journals-recurring-none-text = যা প্রতি মাসে, তিন মাসে বা বছরে একই, তা একবার লিখলেই চলে।
journals-recurring-memo-hint = প্রতিটি দাখিলার বিষয়; খালি রাখলে এর নাম।
journals-recurring-save = সংরক্ষণ
journals-recurring-saved = “{ $name }” সংরক্ষিত হয়েছে।
journals-recurring-stopped = “{ $name }” থামানো হয়েছে।
journals-of-recurring = একটি নিয়মিত দাখিলার
journals-name = নাম
journals-every = কত পরপর
journals-every-month = প্রতি মাসে
journals-every-quarter = প্রতি তিন মাসে
journals-every-year = প্রতি বছর
journals-starts = প্রথমবার
journals-ends = পর্যন্ত
journals-ends-hint = খালি রাখলে কেউ না থামানো পর্যন্ত চলবে।
journals-next = পরেরবার
journals-made = এ পর্যন্ত হয়েছে
journals-then = প্রতিবার
journals-then-draft = খসড়া রাখুন
journals-then-post = পোস্ট করুন
journals-ended = শেষ
journals-stop = থামান
journals-stop-title = “{ $name }” থামাবেন?
journals-stop-text = এর আর কিছু তৈরি হবে না। যা হয়েছে তা থাকবে।
journals-close-drafts = পোস্ট না হওয়া হাতে লেখা দাখিলা
journals-close-drafts-text = এই মাসের খসড়া পোস্ট করুন, অনুমোদন দিন বা ফেলে দিন।
journals-close-recurring = এখনও না আসা নিয়মিত দাখিলা
journals-close-recurring-text = নির্দিষ্ট দিনের এক ঘণ্টার মধ্যে তৈরি হয়। যা আর আসা উচিত নয় তা থামান।
journals-field-amount = পরিমাণ
journals-field-reverses = ফিরিয়ে নেয়
journals-field-recurring = নিয়মিত দাখিলা
journals-field-file = ফাইল
audit-journals-draft = দাখিলা লিখেছেন
audit-journals-edit = খসড়া বদলেছেন
audit-journals-discard = খসড়া ফেলে দিয়েছেন
audit-journals-hand-in = অনুমোদনের জন্য জমা দিয়েছেন
audit-journals-post = পোস্ট করেছেন
audit-journals-approve = অনুমোদন করে পোস্ট করেছেন
audit-journals-send-back = ফেরত পাঠিয়েছেন
audit-journals-reverse = ফিরিয়ে নিয়েছেন
audit-journals-attach = কাগজ যোগ করেছেন
audit-journals-detach = কাগজ সরিয়েছেন
audit-journals-create-recurring = নিয়মিত দাখিলা চালু করেছেন
audit-journals-change-recurring = নিয়মিত দাখিলা বদলেছেন
audit-journals-stop-recurring = নিয়মিত দাখিলা থামিয়েছেন
permission-journals-read = হাতে লেখা দাখিলা দেখা
permission-journals-edit = হাতে দাখিলা লেখা ও জমা দেওয়া
permission-journals-post = প্রতিষ্ঠানের সীমা পর্যন্ত হাতে লেখা দাখিলা পোস্ট করা
permission-journals-approve = অন্যের হাতে লেখা দাখিলা অনুমোদন
problem-journal-account-controlled = { $control ->
    [ar] { $account } হিসাবটি গ্রাহকদের কাছে পাওনার যোগফল। এর বদলে চালান, ক্রেডিট নোট বা পরিশোধ লিখুন।
    [ap] { $account } হিসাবটি সরবরাহকারীদের কাছে দেনার যোগফল। এর বদলে বিল, ডেবিট নোট বা পরিশোধ লিখুন।
    [stock] { $account } হিসাবটি মজুদের মূল্য। এর বদলে পণ্য গ্রহণ, সরবরাহ বা মজুদ সমন্বয় করুন।
    [grni] { $account } হিসাবটি পাওয়া অথচ বিল না হওয়া পণ্য। এর বদলে পণ্য গ্রহণ বা বিল লিখুন।
    [biological] { $account } হিসাবটি প্রাণীর ব্যাচগুলোর যোগফল। এর বদলে ব্যাচটির যা ঘটেছে তা লিখুন।
   *[tax] { $account } হিসাবটি করের যোগফল। এর বদলে চালান, বিল বা কর রিটার্ন লিখুন।
 }
problem-journal-no-amount = ডেবিট বা ক্রেডিট দিন।
problem-journal-both-sides = একটি সারি ডেবিট বা ক্রেডিট, দুটোই নয়। দুটি সারি ব্যবহার করুন।
problem-journal-negative = বিয়োগ চিহ্নের বদলে অন্য দিকে পরিমাণ লিখুন।
problem-journal-balanced-twice = “=” দিয়ে কেবল একটি সারি মেলানো যায়। অন্যগুলোর পরিমাণ লিখুন।
problem-journal-unbalanced = ডেবিট { $debit } ও ক্রেডিট { $credit }; পার্থক্য { $difference }। মেলাতে একটি সারিতে = লিখুন, অথবা খসড়া রাখুন।
problem-journal-too-large = সারিগুলোর যোগফল খুব বড়।
problem-journal-not-draft = { $state ->
    [waiting] এই দাখিলা অনুমোদনের অপেক্ষায়। বদলাতে ফেরত পাঠান।
   *[posted] এই দাখিলা পোস্ট হয়েছে, আর বদলায় না। আরেকটি দিয়ে ফিরিয়ে নিন।
 }
problem-journal-not-waiting = { $state ->
    [draft] এই দাখিলা খসড়া। আগে জমা দিন।
   *[posted] এই দাখিলা আগেই পোস্ট হয়েছে।
 }
problem-journal-not-posted = কেবল পোস্ট করা দাখিলা ফিরিয়ে নেওয়া যায়। এটি এখনও { $state ->
    [draft] খসড়া।
   *[waiting] অনুমোদনের অপেক্ষায়।
 }
problem-journal-own = কেউ নিজের দাখিলা অনুমোদন করে না। অনুমোদন দিতে পারেন এমন অন্য কাউকে বলুন।
problem-journal-reversed = এই দাখিলা আগেই ফিরিয়ে নেওয়া হয়েছে { $number ->
    [draft] এমন একটি দিয়ে যা এখনও পোস্ট হয়নি।
   *[other] { $number } দিয়ে।
 }
problem-reversal-too-early = এর নিজের দিন { $date }-এর আগে ফিরিয়ে নেওয়া যায় না।
problem-journal-papers = একটি দাখিলায় সর্বোচ্চ { $most }টি কাগজ থাকে। কয়েক পাতা এক ফাইলে দিন।
problem-journal-paper-large = ফাইলটি { $most } মেগাবাইটের বেশি। ছোট করে রাখুন।
problem-recurring-ends-early = শুরুর আগেই শেষ হয়ে যাবে। পরের কোনো দিন বাছুন।
problem-recurring-starts-early = প্রথম দিনটি এক বছরের বেশি আগের। পরে শুরু করুন, আগেরগুলো হাতে লিখুন।

palette-title = খোঁজ
palette-label = কী খুঁজছেন?
palette-hint = > জায়গা ও নতুন কিছু · # নম্বর · @ গ্রাহক
palette-submit = খুঁজুন
palette-places = যান
palette-actions = তৈরি করুন
palette-nothing = কিছু পাওয়া যায়নি। কম অক্ষর বা একটি নম্বর দিয়ে দেখুন।

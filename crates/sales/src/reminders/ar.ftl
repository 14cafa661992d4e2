reminders-title = التذكيرات
reminders-text = يُذكَّر العملاء بالبريد بما تجاوز موعد استحقاقه.
reminders-due = بانتظار التذكير
reminders-sent = المرسلة
reminders-levels = المستويات
reminders-levels-text = بعد هذا العدد من أيام التأخر وبهذه الكلمات. اكتب {"{customer}"} و{"{amount}"} و{"{company}"} في مواضعها، واترك المستويات الأخيرة فارغة إن احتجت أقل.
reminders-none = لا أحد يحتاج إلى تذكير
reminders-none-text = يظهر العميل هنا حين يبلغ مستحق مستوى لم يُذكَّر به بعد.
reminders-send = إرسال التذكيرات
reminders-asked = تذكيرات في الطريق: { $name }.
reminders-choose = اختيار
reminders-customer = العميل
reminders-level = المستوى
reminders-at-level = المستوى { $level }
reminders-email = عنوان البريد
reminders-no-address = لا يوجد عنوان بريد
reminders-items = المتأخر
reminders-amount = المبلغ
reminders-number = الرقم
reminders-date = التاريخ
reminders-search = الرقم أو العميل…
reminders-not-found = لا يوجد تذكير مطابق
reminders-none-sent = لم تُرسل تذكيرات
reminders-none-sent-text = تظهر التذكيرات هنا بأرقامها بعد إرسالها.
reminders-days = أيام التأخر
reminders-subject = الموضوع
reminders-body = النص
reminders-set = حفظ المستويات
reminders-levels-set = حُفظت المستويات.
reminders-mail-item = { $number }، استحقاق { $date }: { $open }
reminders-mail-total = مجموع ما تجاوز موعده { $amount }.
reminders-shown = { $n ->
    [zero] لا تذكيرات في هذه الصفحة
    [one] تذكير واحد في هذه الصفحة
    [two] تذكيران في هذه الصفحة
    [few] { $n } تذكيرات في هذه الصفحة
    [many] { $n } تذكيرًا في هذه الصفحة
   *[other] { $n } تذكير في هذه الصفحة
}
audit-reminders-remind = أرسل تذكيرًا
audit-reminders-set-levels = عدّل مستويات التذكير
permission-reminders-read = عرض التذكيرات
permission-reminders-send = إرسال التذكيرات
permission-reminders-manage = ضبط مستويات التذكير
problem-customer-without-email = ليس لدى { $customer } عنوان بريد. اكتبه في صفحته أولًا.
problem-nobody-to-remind = اختر عميلًا واحدًا على الأقل له عنوان بريد وعليه ما يُذكَّر به.
problem-reminder-levels = عدد المستويات من واحد إلى { $most }.
problem-reminder-days-rise = يأتي كل مستوى بعد أيام أكثر من سابقه وخلال عشر سنوات.
reminders-mail-statement = تجدون مرفقًا كشف حسابكم.

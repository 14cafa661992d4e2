journals-title = Manual entries
journals-new = New entry
journals-edit-title = Change “{ $name }”
journals-none = No manual entries yet
journals-none-text = Rent, salaries, depreciation: what no other document posts is written here.
journals-not-found = No entry fits
journals-not-found-text = Try other words, or take a filter away.
journals-search = Number, subject or reference…
journals-shown = { $n ->
    [one] { $n } entry on this page
   *[other] { $n } entries on this page
}
journals-views = Views of manual entries
journals-view-all = All
journals-view-open = Not posted
journals-view-waiting = Waiting for approval
journals-number = Number
journals-date = Date
journals-memo = Subject
journals-memo-hint = What it is about, as everybody will read it: “Rent for March”.
journals-reference = Reference
journals-reference-hint = The number of the paper behind it.
journals-state = State
journals-state-draft = Draft
journals-state-waiting = Waiting for approval
journals-state-posted = Posted
journals-reversed = Taken back
journals-sent-back = Sent back
journals-amount = Amount
journals-lines = Lines
journals-account = Account
journals-line-memo = Remark
journals-debit = Debit
journals-credit = Credit
journals-difference = Difference
journals-tax = Tax code
journals-balance-hint = Type = as a debit or credit, and it becomes what balances the entry. Enter goes to the next line, Ctrl+↑ and Ctrl+↓ move between lines, Ctrl+S posts.
journals-limit-hint = Above { $limit } somebody else must approve it.
journals-post = Post
journals-hand-in = Hand in for approval
journals-save = Save as draft
journals-saved = “{ $name }” was saved as a draft.
journals-handed-in = “{ $name }” waits for somebody else's approval.
journals-posted = { $name } was posted.
journals-about = About this entry
journals-happened = What happened
journals-copy = Copy
journals-edit = Change
journals-again = Repeat regularly
journals-discard = Throw away
journals-discard-title = Throw the draft “{ $name }” away?
journals-discard-text = It was never posted, so nothing changes in the books. Its papers go with it.
journals-discarded = The draft was thrown away.
journals-approve = Approve and post
journals-waits-for-other = Somebody other than its author must approve it.
journals-send-back = Send back
journals-was-sent-back = “{ $name }” is a draft again.
journals-reason = Reason
journals-reverse = Take back
journals-reverse-text = A posted entry never changes. Another entry with the sides exchanged takes it back.
journals-reverse-on = Take back on { $date }
journals-reverses = Takes back
journals-reversed-by = Taken back by
journals-made-by = Made by
journals-papers = Papers
journals-no-papers = No papers yet.
journals-paper = File
journals-paper-hint = A scan, a PDF, a spreadsheet; at most 10 MB.
journals-paper-add = Add paper
journals-paper-added = { $name } was added.
journals-paper-remove = Remove
journals-paper-remove-title = Remove { $name }?
journals-paper-remove-text = The file is deleted.
journals-paper-removed = The paper was removed.
journals-recurring = Recurring entries
journals-recurring-one = Recurring entry
journals-recurring-new = New recurring entry
journals-recurring-none = Nothing recurs yet
journals-recurring-none-text = What is the same every month, quarter or year need be written only once.
journals-recurring-memo-hint = What each entry will be about; its name when left empty.
journals-recurring-save = Save
journals-recurring-saved = “{ $name }” was saved.
journals-recurring-stopped = “{ $name }” was stopped.
journals-of-recurring = Of one recurring entry
journals-name = Name
journals-every = How often
journals-every-month = Every month
journals-every-quarter = Every three months
journals-every-year = Every year
journals-starts = First on
journals-ends = Until
journals-ends-hint = Leave it empty to go on until somebody stops it.
journals-next = Next on
journals-made = Made so far
journals-then = Each time
journals-then-draft = Leave a draft
journals-then-post = Post it
journals-ended = Ended
journals-stop = Stop
journals-stop-title = Stop “{ $name }”?
journals-stop-text = Nothing more is made of it. What was made stays.
journals-close-drafts = Manual entries that are not posted
journals-close-drafts-text = Post, approve or throw away the drafts of this month.
journals-close-recurring = Recurring entries still to come
journals-close-recurring-text = They are made within the hour of their day. Stop what should not come any more.
journals-field-amount = Amount
journals-field-reverses = Takes back
journals-field-recurring = Recurring entry
journals-field-file = File
audit-journals-draft = Wrote the entry
audit-journals-edit = Changed the draft
audit-journals-discard = Threw the draft away
audit-journals-hand-in = Handed it in for approval
audit-journals-post = Posted it
audit-journals-approve = Approved and posted it
audit-journals-send-back = Sent it back
audit-journals-reverse = Took it back
audit-journals-attach = Added a paper
audit-journals-detach = Removed a paper
audit-journals-create-recurring = Set up the recurring entry
audit-journals-change-recurring = Changed the recurring entry
audit-journals-stop-recurring = Stopped the recurring entry
permission-journals-read = See manual entries
permission-journals-edit = Write manual entries and hand them in
permission-journals-post = Post manual entries up to the company's limit
permission-journals-approve = Approve manual entries of others
problem-journal-account-controlled = { $control ->
    [ar] Account { $account } is the sum of what customers owe. Write an invoice, a credit note or a payment instead.
    [ap] Account { $account } is the sum of what is owed to suppliers. Write a bill, a debit note or a payment instead.
    [stock] Account { $account } is the value of the stock. Receive, deliver or adjust stock instead.
    [grni] Account { $account } is the goods that were received and not billed. Write a goods receipt or a bill instead.
    [biological] Account { $account } is the sum of the batches of animals. Record what happened to the batch instead.
   *[tax] Account { $account } is the sum of taxes. Write an invoice, a bill or a tax return instead.
 }
problem-journal-no-amount = Give a debit or a credit.
problem-journal-both-sides = A line is a debit or a credit, not both. Use two lines.
problem-journal-negative = Write the amount on the other side instead of a minus.
problem-journal-balanced-twice = Only one line can be balanced by “=”. Write the other amounts.
problem-journal-unbalanced = Debits of { $debit } and credits of { $credit } differ by { $difference }. Type = in one line to balance it, or save it as a draft.
problem-journal-too-large = The sum of the lines is too large.
problem-journal-not-draft = { $state ->
    [waiting] This entry waits for approval. Send it back to change it.
   *[posted] This entry is posted and never changes. Take it back by another one.
 }
problem-journal-not-waiting = { $state ->
    [draft] This entry is a draft. Hand it in first.
   *[posted] This entry is posted already.
 }
problem-journal-not-posted = Only a posted entry can be taken back. This one is still { $state ->
    [draft] a draft.
   *[waiting] waiting for approval.
 }
problem-journal-own = Nobody approves their own entry. Ask somebody else who may approve.
problem-journal-reversed = This entry was taken back already { $number ->
    [draft] by an entry that is not posted yet.
   *[other] by { $number }.
 }
problem-reversal-too-early = It cannot be taken back before { $date }, its own day.
problem-journal-papers = An entry has at most { $most } papers. Put several pages into one file.
problem-journal-paper-large = The file is larger than { $most } MB. Save it smaller.
problem-recurring-ends-early = It would end before it begins. Choose a later day.
problem-recurring-starts-early = The first day lies more than a year back. Begin later and write what came before by hand.

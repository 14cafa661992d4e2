mail-footer = { $company } এর পক্ষে Seaworthy থেকে পাঠানো।

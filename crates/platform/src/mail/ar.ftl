mail-footer = أُرسلت عبر Seaworthy لصالح { $company }.

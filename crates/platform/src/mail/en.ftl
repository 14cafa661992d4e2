mail-footer = Sent by Seaworthy for { $company }.

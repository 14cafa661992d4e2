//! Statements as banks send them: Saudi, German, Bangladeshi; whole and broken.

#![allow(clippy::unwrap_used)]

use base::{Currency, Date};

use super::*;

fn of(text: &str) -> Result<Vec<Statement>, Problem> {
    read(text, Format::sniff(text), &Columns::default(), Currency::SAR)
}

fn march(day: i8) -> Date {
    Date::of(2026, 3, day)
}

fn amounts(statement: &Statement) -> Vec<i64> {
    statement.lines.iter().map(|line| line.amount).collect()
}

const ARABIC: &str = "بنك الرياض,,,,\nكشف حساب,,,,\n\
    التاريخ,البيان,مدين,دائن,الرصيد\n\
    ٠١/٠٣/٢٠٢٦,رصيد افتتاحي,,,\"١٬٠٠٠٫٠٠\"\n\
    ٠٢/٠٣/٢٠٢٦,حوالة واردة - متجر نورة,,٣٤٫٥٠,\"١٬٠٣٤٫٥٠\"\n\
    03/03/2026,رسوم شهرية,\"11.50\",,\"1,023.00\"\n";

#[test]
fn a_table_in_arabic_with_money_in_and_out_is_read() {
    let read = of(ARABIC).unwrap();
    assert_eq!(amounts(&read[0]), [3450, -1150]);
    assert_eq!((read[0].opening, read[0].closing), (Some(100_000), Some(102_300)));
    assert_eq!(read[0].lines[0].date, march(2));
    assert_eq!(read[0].lines[0].description, "حوالة واردة - متجر نورة");
}

#[test]
fn a_table_that_begins_with_the_newest_line_is_turned() {
    let text = "Date;Description;Amount;Balance\n05.03.2026;Rent;-1.500,00;250,25\n\
        01.03.2026;Sale;1.750,25;1.750,25\n";
    let read = of(text).unwrap();
    assert_eq!(amounts(&read[0]), [175_025, -150_000]);
    assert_eq!((read[0].opening, read[0].closing), (Some(0), Some(25_025)));
}

#[test]
fn wrong_lines_are_named_and_nothing_is_read() {
    let text = "Date,Description,Amount\n2026-03-01,Good,10.00\n2026-13-01,Bad day,1.00\n\
        2026-03-02,Bad amount,ten\n";
    let problem = of(text).unwrap_err();
    let told: Vec<(&str, &str)> =
        problem.fields().iter().map(|field| (&*field.path, field.code)).collect();
    assert_eq!(told, [("file:3", "bank_wrong_date"), ("file:4", "bank_wrong_amount")]);
}

#[test]
fn a_balance_that_does_not_follow_is_named() {
    let text = "Date,Amount,Balance\n2026-03-01,10.00,10.00\n2026-03-02,5.00,14.00\n\
        2026-03-03,1.00,15.00\n";
    let problem = of(text).unwrap_err();
    assert_eq!(problem.fields()[0].code, "bank_wrong_balance");
    assert_eq!(problem.fields()[0].path, "file:3");
}

#[test]
fn a_table_in_windows_1256_is_read_as_arabic() {
    let text = "التاريخ,البيان,المبلغ\n2026-03-01,رسوم,-5.00\n";
    let bytes = encoding_rs::WINDOWS_1256.encode(text).0.into_owned();
    let decoded = decode(&bytes, Columns::default().eight_bit()).unwrap();
    assert_eq!(decoded, text);
    assert_eq!(
        decode(b"\x89PNG\0\0", "windows-1256").unwrap_err().fields()[0].code,
        "bank_file_unreadable"
    );
}

const OFX: &str = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\
    \n<CURDEF>SAR\n<BANKACCTFROM><BANKID>80<ACCTID>608010167519</BANKACCTFROM>\
    \n<BANKTRANLIST><DTSTART>20260301<DTEND>20260331\
    \n<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260302120000[+3:AST]<TRNAMT>34.50<FITID>F1\
    <NAME>Nora &amp; Sons<MEMO>INV-2026-00001</STMTTRN>\
    \n<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260303<TRNAMT>-11.50<FITID>F2<NAME>رسوم</STMTTRN>\
    \n</BANKTRANLIST><LEDGERBAL><BALAMT>1023.00<DTASOF>20260331</LEDGERBAL>\
    \n</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

#[test]
fn ofx_is_read_with_tags_that_never_end() {
    let read = of(OFX).unwrap();
    assert_eq!(amounts(&read[0]), [3450, -1150]);
    assert_eq!((read[0].opening, read[0].closing), (Some(100_000), Some(102_300)));
    assert_eq!(read[0].lines[0].counterparty, "Nora & Sons");
    assert_eq!(read[0].lines[1].description, "رسوم");
    assert_eq!(read[0].lines[1].bank_reference, "F2");
    assert_eq!((read[0].currency.as_str(), read[0].to), ("SAR", Some(march(31))));
    let wrong = of(&OFX.replace("-11.50", "eleven")).unwrap_err();
    assert_eq!(wrong.fields()[0].code, "bank_wrong_amount");
}

const CAMT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>
 <Id>STMT-31</Id><Acct><Id><IBAN>SA0380000000608010167519</IBAN></Id><Ccy>SAR</Ccy></Acct>
 <Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="SAR">1000.00</Amt>
  <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-01</Dt></Dt></Bal>
 <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="SAR">1023.00</Amt>
  <CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-31</Dt></Dt></Bal>
 <Ntry><Amt Ccy="SAR">34.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
  <BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>B1</AcctSvcrRef><NtryDtls><TxDtls>
  <Refs><EndToEndId>E2E-7</EndToEndId></Refs>
  <RltdPties><Dbtr><Pty><Nm>متجر نورة</Nm></Pty></Dbtr></RltdPties>
  <RmtInf><Ustrd>INV-2026-00001</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
 <Ntry><Amt Ccy="SAR">11.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
  <BookgDt><DtTm>2026-03-03T09:00:00</DtTm></BookgDt><AddtlNtryInf>Fee</AddtlNtryInf></Ntry>
 <Ntry><Amt Ccy="SAR">99.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts>
  <BookgDt><Dt>2026-03-03</Dt></BookgDt></Ntry>
</Stmt></BkToCstmrStmt></Document>"#;

#[test]
fn camt_is_read_without_what_is_only_announced() {
    let read = of(CAMT).unwrap();
    assert_eq!(amounts(&read[0]), [3450, -1150]);
    let first = &read[0].lines[0];
    assert_eq!((&*first.counterparty, &*first.reference), ("متجر نورة", "E2E-7"));
    assert_eq!((&*first.description, &*first.bank_reference), ("INV-2026-00001", "B1"));
    assert_eq!(read[0].account, "SA0380000000608010167519");
    assert_eq!((read[0].opening, read[0].closing), (Some(100_000), Some(102_300)));
    let wrong = of(&CAMT.replace("1023.00", "1023.01")).unwrap_err();
    assert_eq!(wrong.fields()[0].code, "bank_statement_adds_up");
    let wrong = of(&CAMT.replace("2026-03-02", "2026-03-42")).unwrap_err();
    assert_eq!(wrong.fields()[0].code, "bank_wrong_date");
    assert_eq!(of("<Document>camt.053").unwrap_err().fields()[0].code, "bank_file_unreadable");
}

const MT940: &str = "{1:F01RJHISARIXXXX0000000000}{2:I940X}{4:\n:20:STMT\n\
    :25:SA0380000000608010167519\n:28C:31/1\n:60F:C260301SAR1000,00\n\
    :61:2603020302CR34,50NTRFINV-2026-00001//B1\n:86:/NAME/Nora Stores/REMI/for INV-2026-00001\n\
    :61:2603030303D11,50NCHGNONREF//B2\n:86:Monthly fee\nsecond line\n:62F:C260331SAR1023,00\n-}\n";

#[test]
fn mt940_is_read_with_its_details() {
    let read = of(MT940).unwrap();
    assert_eq!(amounts(&read[0]), [3450, -1150]);
    let [first, second] = &read[0].lines[..] else { panic!() };
    assert_eq!((&*first.counterparty, &*first.bank_reference), ("Nora Stores", "B1"));
    assert_eq!((&*first.reference, &*second.reference), ("INV-2026-00001", ""));
    assert_eq!(first.description, "for INV-2026-00001");
    assert_eq!(second.description, "Monthly fee second line");
    assert_eq!((read[0].opening, read[0].closing), (Some(100_000), Some(102_300)));
    let wrong = of(&MT940.replace("D11,50", "X11,50")).unwrap_err();
    assert_eq!(wrong.fields()[0].code, "bank_wrong_amount");
    let wrong = of(&MT940.replace("D11,50", "D11,51")).unwrap_err();
    assert_eq!(wrong.fields()[0].code, "bank_statement_adds_up");
}

#[test]
fn mt940_reverses_with_its_own_marks_and_books_over_the_year() {
    let text = MT940
        .replace("2603030303D11,50", "2701021231RC11,50")
        .replace("C260331SAR1023,00", "C270131SAR1023,00");
    let read = of(&text).unwrap();
    assert_eq!(read[0].lines[1].amount, -1150);
    assert_eq!(read[0].lines[1].date, Date::of(2026, 12, 31));
}

#[test]
fn amounts_are_read_as_banks_write_them() {
    for (text, wanted) in [
        ("1,234.56", 123_456),
        ("1.234,56", 123_456),
        ("(12.00)", -1200),
        ("12.00-", -1200),
        ("SAR 12", 1200),
        ("ر.س 500.00", 50_000),
        ("12.00 DR", -1200),
        ("1,000", 100_000),
        (".50", 50),
        ("৫০.২৫", 5025),
    ] {
        assert_eq!(value::amount(text, 2), Some(wanted), "{text}");
    }
    for text in ["", "twelve", "1.2.3,4,5x6", "12.345"] {
        assert_eq!(value::amount(text, 2), None, "{text}");
    }
}

//! Why something that was typed was not understood.

use crate::{Text, Words};
use domain::{
    numbers::NumberFault,
    typed::{
        Fault as F,
        code::CodeFault,
        day::DayFault,
        mail::MailFault,
        money::MoneyFault,
        name::{NameFault, SignatureFault},
        number::{CountFault, PercentFault},
        phone::PhoneFault,
        place::PlaceFault,
        search::SearchFault,
        secret::SocialSecurityFault,
        signs::SignFault,
        text::{TextFault, UsernameFault},
    },
};

impl Words {
    /// Why something was not understood, and how to write it.
    pub fn typed(self, fault: &F) -> Text {
        match fault {
            F::Code(CodeFault::Digits) => self.typed_code_digits(),
            F::Code(CodeFault::Letters) => self.typed_code_letters(),
            F::Day(fault) => self.day_fault(fault),
            F::Mail(fault) => self.mail_fault(fault),
            F::Money(fault) => self.money_fault(fault),
            F::Name(fault) => self.name_fault(fault),
            F::Signature(fault) => self.signature_fault(fault),
            F::Count(fault) => self.count_fault(fault),
            F::Percent(fault) => self.percent_fault(fault),
            F::Number(fault) => self.number_fault(fault),
            F::Phone(fault) => self.phone_fault(fault),
            F::Place(fault) => self.place_fault(fault),
            F::Search(fault) => self.search_fault(fault),
            F::SocialSecurity(fault) => self.social_security_fault(fault),
            F::Text(fault) => self.text_fault(fault),
            F::Username(fault) => self.username_fault(fault),
        }
    }

    fn sign_fault(self, fault: SignFault) -> Text {
        match fault {
            SignFault::Hidden => self.typed_hidden(),
        }
    }

    fn day_fault(self, fault: &DayFault) -> Text {
        match fault {
            DayFault::Signs(fault) => self.sign_fault(*fault),
            DayFault::NoMonth => self.typed_day_no_month(),
            DayFault::NoDay => self.typed_day_no_day(),
            DayFault::NoYear => self.typed_day_no_year(),
            DayFault::Month => self.typed_day_month(),
            DayFault::Day => self.typed_day_day(),
            DayFault::TwoDigitYear => self.typed_day_two_digit_year(),
            DayFault::Year => self.typed_day_year(),
            DayFault::NoLeapYear => self.typed_day_no_leap_year(),
            DayFault::NoSuchDay => self.typed_day_no_such_day(),
            DayFault::Form => self.typed_day_form(),
            DayFault::Ahead => self.typed_day_ahead(),
            DayFault::TooLongAgo => self.typed_day_too_long_ago(),
            DayFault::BeforeRecords => self.typed_day_before_records(),
        }
    }

    fn mail_fault(self, fault: &MailFault) -> Text {
        match fault {
            MailFault::Signs(fault) => self.sign_fault(*fault),
            MailFault::Form => self.typed_mail_form(),
            MailFault::Two => self.typed_mail_two(),
            MailFault::Domain => self.typed_mail_domain(),
            MailFault::RoleMailbox => self.typed_mail_role(),
        }
    }

    fn money_fault(self, fault: &MoneyFault) -> Text {
        match fault {
            MoneyFault::Signs(fault) => self.sign_fault(*fault),
            MoneyFault::NotDigits => self.typed_money_not_digits(),
            MoneyFault::Exponent => self.typed_money_exponent(),
            MoneyFault::Two => self.typed_money_two(),
            MoneyFault::Sign => self.typed_money_sign(),
            MoneyFault::NotDollars => self.typed_money_not_dollars(),
            MoneyFault::Unclear => self.typed_money_unclear(),
            MoneyFault::PartsOfACent => self.typed_money_parts(),
            MoneyFault::TooLarge => self.typed_money_large(),
        }
    }

    fn name_fault(self, fault: &NameFault) -> Text {
        match fault {
            NameFault::Signs(fault) => self.sign_fault(*fault),
            NameFault::NotLetters => self.typed_name_letters(),
            NameFault::NoLetter => self.typed_name_no_letter(),
            NameFault::TooLong(most) => self.typed_name_long(*most),
        }
    }

    fn signature_fault(self, fault: &SignatureFault) -> Text {
        match fault {
            SignatureFault::Signs(fault) => self.sign_fault(*fault),
            SignatureFault::Another(expected) => self.typed_signature(expected),
        }
    }

    fn count_fault(self, fault: &CountFault) -> Text {
        match fault {
            CountFault::Signs(fault) => self.sign_fault(*fault),
            CountFault::NotDigits(example) => self.typed_count_not_digits(*example),
            CountFault::NotWhole(example) => self.typed_count_not_whole(*example),
            CountFault::Two => self.typed_count_two(),
            CountFault::BelowZero => self.typed_count_below_zero(),
            CountFault::OutOfRange(least, most) => self.typed_count_range(*least, *most),
        }
    }

    fn percent_fault(self, fault: &PercentFault) -> Text {
        match fault {
            PercentFault::Signs(fault) => self.sign_fault(*fault),
            PercentFault::NotANumber => self.typed_percent_no_number(),
            PercentFault::TooFine => self.typed_percent_fine(),
            PercentFault::OutOfRange => self.typed_percent_range(),
        }
    }

    fn number_fault(self, fault: &NumberFault) -> Text {
        match fault {
            NumberFault::Signs(fault) => self.sign_fault(*fault),
            NumberFault::ReferenceLength => self.typed_reference_length(),
            NumberFault::ReferenceCheck => self.typed_reference_check(),
            NumberFault::Npn => self.typed_npn(),
        }
    }

    fn phone_fault(self, fault: &PhoneFault) -> Text {
        match fault {
            PhoneFault::Signs(fault) => self.sign_fault(*fault),
            PhoneFault::NotDigits => self.typed_phone_digits(),
            PhoneFault::NoAreaCode => self.typed_phone_area(),
            PhoneFault::Length => self.typed_phone_length(),
            PhoneFault::Abroad => self.typed_phone_abroad(),
            PhoneFault::NotIssued => self.typed_phone_issued(),
            PhoneFault::Extension => self.typed_phone_extension(),
            PhoneFault::Two => self.typed_phone_two(),
        }
    }

    fn place_fault(self, fault: &PlaceFault) -> Text {
        match fault {
            PlaceFault::Signs(fault) => self.sign_fault(*fault),
            PlaceFault::Zip => self.typed_zip(),
            PlaceFault::County => self.typed_county(),
        }
    }

    fn search_fault(self, fault: &SearchFault) -> Text {
        match fault {
            SearchFault::Signs(fault) => self.sign_fault(*fault),
            SearchFault::Unknown => self.typed_search_unknown(),
            SearchFault::NoName => self.typed_search_name(),
            SearchFault::TooLong => self.typed_search_long(),
        }
    }

    fn social_security_fault(self, fault: &SocialSecurityFault) -> Text {
        match fault {
            SocialSecurityFault::Signs(fault) => self.sign_fault(*fault),
            SocialSecurityFault::Length => self.typed_social_security_length(),
            SocialSecurityFault::TaxNumber => self.typed_social_security_tax(),
            SocialSecurityFault::NotIssued => self.typed_social_security_issued(),
        }
    }

    fn text_fault(self, fault: &TextFault) -> Text {
        match fault {
            TextFault::Signs(fault) => self.sign_fault(*fault),
            TextFault::TooLong(most) => self.typed_text_long(*most),
            TextFault::NoWord => self.typed_text_no_word(),
        }
    }

    fn username_fault(self, fault: &UsernameFault) -> Text {
        match fault {
            UsernameFault::Signs(fault) => self.sign_fault(*fault),
            UsernameFault::None => self.typed_username_none(),
            UsernameFault::Form => self.typed_username_form(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_its_code_to_a_log_and_its_sentence_to_people() {
        let fault = F::from(MoneyFault::NotDigits);
        assert_eq!(fault.to_string(), "money.not_digits");
        assert_eq!(
            Words::default().typed(&fault),
            "Write the amount in digits alone, such as 1200 or 1200.50."
        );
        let range = F::from(CountFault::OutOfRange(1, 9));
        assert_eq!(Words::default().typed(&range), "Write a number from 1 to 9.");
        let hidden = F::from(DayFault::Signs(SignFault::Hidden));
        assert!(hidden.to_string() == "signs.hidden" && Words::default().typed(&hidden).contains("by hand"));
    }
}

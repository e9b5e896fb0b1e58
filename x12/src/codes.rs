//! The code lists of the 834 as enums: every code that may be sent or read, with its words.

use serde::{Deserialize, Serialize};

/// Declares an enum whose variants are X12 codes, with both directions and the words for a reader.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal : $words:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name { $(#[doc = $words] $(#[$doc])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// Every code of the list, in the order of the guide.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it stands in the file.
            #[must_use]
            pub fn code(self) -> &'static str { match self { $(Self::$variant => $code,)+ } }

            /// What the code means, in words.
            #[must_use]
            pub fn words(self) -> &'static str { match self { $(Self::$variant => $words,)+ } }

            /// The value of a code; `None` when the list does not have it.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

codes! {
    /// ISA15: whether a file is for real.
    Usage {
        Production = "P": "production",
        Test = "T": "test",
    }
}

codes! {
    /// ISA05 and ISA07: what kind of number names a party.
    PartyQualifier {
        Duns = "01": "Dun and Bradstreet number",
        DunsWithSuffix = "14": "Dun and Bradstreet number with suffix",
        HealthIndustryNumber = "20": "health industry number",
        CarrierNumber = "27": "carrier number of CMS",
        FiscalIntermediary = "28": "fiscal intermediary number of CMS",
        MedicareProvider = "29": "Medicare provider number",
        TaxNumber = "30": "federal taxpayer number",
        Naic = "33": "NAIC company code",
        MutuallyDefined = "ZZ": "mutually defined",
    }
}

codes! {
    /// BGN05: the zone in which the times of a transaction are meant.
    Zone {
        Central = "CT": "Central Time",
        CentralStandard = "CS": "Central Standard Time",
        CentralDaylight = "CD": "Central Daylight Time",
        Eastern = "ET": "Eastern Time",
        EasternStandard = "ES": "Eastern Standard Time",
        EasternDaylight = "ED": "Eastern Daylight Time",
        Mountain = "MT": "Mountain Time",
        MountainStandard = "MS": "Mountain Standard Time",
        MountainDaylight = "MD": "Mountain Daylight Time",
        Pacific = "PT": "Pacific Time",
        PacificStandard = "PS": "Pacific Standard Time",
        PacificDaylight = "PD": "Pacific Daylight Time",
        Alaska = "AT": "Alaska Time",
        Hawaii = "HT": "Hawaii-Aleutian Time",
        Universal = "UT": "Universal Time",
    }
}

codes! {
    /// INS02 of a dependent: what the dependent is to the subscriber.
    Relationship {
        Spouse = "01": "spouse",
        ParentOfSubscriber = "03": "father or mother",
        Grandparent = "04": "grandfather or grandmother",
        Grandchild = "05": "grandson or granddaughter",
        AuntOrUncle = "06": "uncle or aunt",
        NieceOrNephew = "07": "nephew or niece",
        Cousin = "08": "cousin",
        AdoptedChild = "09": "adopted child",
        FosterChild = "10": "foster child",
        ChildInLaw = "11": "son-in-law or daughter-in-law",
        SiblingInLaw = "12": "brother-in-law or sister-in-law",
        ParentInLaw = "13": "mother-in-law or father-in-law",
        Sibling = "14": "brother or sister",
        Ward = "15": "ward",
        Stepparent = "16": "stepparent",
        Stepchild = "17": "stepson or stepdaughter",
        Child = "19": "child",
        SponsoredDependent = "23": "sponsored dependent",
        DependentOfMinorDependent = "24": "dependent of a minor dependent",
        FormerSpouse = "25": "former spouse",
        Guardian = "26": "guardian",
        CourtAppointedGuardian = "31": "court-appointed guardian",
        CollateralDependent = "38": "collateral dependent",
        LifePartner = "53": "life partner",
        Annuitant = "60": "annuitant",
        Trustee = "D2": "trustee",
        OtherRelationship = "G8": "other relationship",
        OtherRelative = "G9": "other relative",
    }
}

codes! {
    /// DMG03.
    Sex {
        Female = "F": "female",
        Male = "M": "male",
        Unknown = "U": "unknown",
    }
}

codes! {
    /// HD03: the line of insurance.
    InsuranceLine {
        Health = "HLT": "health",
        Dental = "DEN": "dental",
    }
}

codes! {
    /// Where the application came from (second half of APPLICATION ID AND ORIGIN).
    Origin {
        Consumer = "1": "exchange online, by the consumer",
        DirectConsumer = "2": "direct enrollment by the consumer",
        Broker = "3": "by an agent or broker",
        SupportDesk = "4": "enrollment support desk",
        CallCenter = "5": "call center",
        AccountTransfer = "6": "inbound account transfer",
        AutomaticReenrollment = "11": "automatic re-enrollment",
        DataMatching = "12": "periodic data matching",
        AdvancedResolution = "18": "advanced resolution",
    }
}

codes! {
    /// SEP REASON: the event that opened a special enrollment period.
    SepReason {
        Birth = "02-BIRTH": "birth",
        Adoption = "05-ADOPTION": "adoption",
        LossOfCoverage = "07-TERMINATION OF BENEFITS": "loss of coverage",
        Marriage = "32-MARRIAGE": "marriage",
        ChangeOfLocation = "43-CHANGE OF LOCATION": "change of location",
        CodeFc = "FC": "special enrollment code FC of the CMS guide",
        CodeNe = "NE": "special enrollment code NE of the CMS guide",
        CodeQs = "QS": "special enrollment code QS of the CMS guide",
        CodeHr = "HR": "special enrollment code HR of the CMS guide",
    }
}

codes! {
    /// TA104: what became of a whole file.
    InterchangeVerdict {
        Accepted = "A": "accepted",
        AcceptedWithErrors = "E": "accepted, with errors",
        Rejected = "R": "rejected",
    }
}

codes! {
    /// AK901: what became of a group.
    GroupVerdict {
        Accepted = "A": "accepted",
        AcceptedWithErrors = "E": "accepted, with errors",
        PartlyAccepted = "P": "partly accepted",
        Rejected = "R": "rejected",
        RejectedForAuthentication = "M": "rejected: authentication failed",
        RejectedForAssurance = "W": "rejected: assurance failed",
        RejectedUndecrypted = "X": "rejected: could not be decrypted",
    }
}

codes! {
    /// IK501: what became of a transaction.
    SetVerdict {
        Accepted = "A": "accepted",
        AcceptedWithErrors = "E": "accepted, with errors",
        Rejected = "R": "rejected",
        RejectedForAuthentication = "M": "rejected: authentication failed",
        RejectedForAssurance = "W": "rejected: assurance failed",
        RejectedUndecrypted = "X": "rejected: could not be decrypted",
    }
}

impl SetVerdict {
    /// Whether the carrier's system took the transaction.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        match self {
            Self::Accepted | Self::AcceptedWithErrors => true,
            Self::Rejected
            | Self::RejectedForAuthentication
            | Self::RejectedForAssurance
            | Self::RejectedUndecrypted => false,
        }
    }
}

//! What a broken copy of our own folder has instead of what stands there, and the one line that is said of it.

pub(super) const PLANS: &str = "MNPlans01012027.csv";
pub(super) const RATES: &str = "MNRates01012027.csv";
pub(super) const AREAS: &str = "MNServiceAreas01012027.csv";
pub(super) const CROSSWALK: &str = "MNCrosswalk2027.csv";
pub(super) const ISSUERS: &str = "Issuers.csv";

/// File, line, what stands there, what a broken copy has instead, and what is said of it.
pub(super) type Case = (&'static str, usize, &'static str, &'static str, &'static str);

pub(super) const OF_PLANS: &[Case] = &[
    (
        PLANS,
        5,
        ",Silver,",
        ",Sliver,",
        r#":5: plan 99003MN0010001: Metal Level "Sliver": is not a metal level"#,
    ),
    (
        PLANS,
        5,
        ",Silver,",
        ",High,",
        r#":5: plan 99003MN0010001: Metal Level "High": is a level of dental plans only"#,
    ),
    (
        PLANS,
        8,
        ",Low,",
        ",Bronze,",
        r#":8: plan 99004MN0010001: Metal Level "Bronze": is not a level of dental plans (Low, High)"#,
    ),
    (
        PLANS,
        8,
        ",99004MN0010001-01,",
        ",99004MN0010001-04,",
        r#":8: plan 99004MN0010001: Plan Id "99004MN0010001-04": is a variant with reduced cost sharing, which dental plans do not have"#,
    ),
    (
        PLANS,
        5,
        "$4000 per person | $8000 per group",
        "$4000 per person | $8000 per person",
        r#":5: plan 99003MN0010001: TEHB Ded Inn Tier 1 Family "$4000 per person | $8000 per person": has more than one amount per person"#,
    ),
    (
        PLANS,
        5,
        "$4,000 ",
        "$4,000 | $5,000",
        r#":5: plan 99003MN0010001: TEHB Ded Inn Tier 1 Individual "$4,000 | $5,000": has several amounts, one of which is neither per person nor per group"#,
    ),
    (
        PLANS,
        5,
        "$9,000 ",
        "$9,000 per group",
        r#":5: plan 99003MN0010001: TEHB Inn Tier 1 Individual MOOP "$9,000 per group": is an amount per group where one per person belongs"#,
    ),
    (
        PLANS,
        7,
        "$7,500 ",
        "7.500,00 $",
        r#":7: plan 99003MN0010003: TEHB Ded Inn Tier 1 Individual "7.500,00 $": is not an amount like $7,500"#,
    ),
    (
        PLANS,
        7,
        "Both,true",
        "Both,ja",
        r#":7: plan 99003MN0010003: Is HSA Eligible "ja": is neither Yes nor No, and neither true nor false"#,
    ),
    (
        PLANS,
        7,
        "99003,Individual",
        "99009,Individual",
        r#":7: plan 99003MN0010003: Issuer Id "99009": is not the issuer that the plan number begins with"#,
    ),
    (
        PLANS,
        7,
        ",99003MN0010003-01,",
        ",99003MN0010003-09,",
        r#":7: plan 99003MN0010003: Plan Id "99003MN0010003-09": not a plan variant number (plan number, a hyphen, 00 to 06)"#,
    ),
    (
        PLANS,
        6,
        ",99003MN0010001-06,",
        ",99003MN0010001-01,",
        r#":6: plan 99003MN0010001: Plan Id "99003MN0010001-01": is listed twice"#,
    ),
    (
        PLANS,
        7,
        ",MNS001,",
        ",MNS007,",
        r#":7: Service Area Id "MNS007": is not among the service areas of issuer 99003"#,
    ),
    (
        PLANS,
        7,
        ",99.5%",
        ",99.5 of 100",
        r#":7: plan 99003MN0010003: EHB Percent Premium "99.5 of 100": is not a share like 0.994 or 99.4%"#,
    ),
    (
        PLANS,
        7,
        "HMO,",
        "",
        r#":7: plan 99003MN0010003: (row) "2027,MN,,99003": the row has 27 cells, the header 28"#,
    ),
];

pub(super) const OF_RATES: &[Case] = &[
    (
        RATES,
        155,
        "01/01/2027",
        "31/12/2027",
        r#":155: plan 99003MN0010001: RATE EFFECTIVE DATE "31/12/2027": is not a date with the month first: there is no such month"#,
    ),
    (
        RATES,
        155,
        "12/31/2027",
        "12/31/27",
        r#":155: plan 99003MN0010001: RATE EXPIRATION "12/31/27": is not a date whose year has four digits"#,
    ),
    (
        RATES,
        155,
        "12/31/2027",
        "2/29/2027",
        r#":155: plan 99003MN0010001: RATE EXPIRATION "2/29/2027": is not a date with the month first: the month has no such day"#,
    ),
    (
        RATES,
        155,
        "01/01/2027",
        "01/01/2026",
        r#":155: plan 99003MN0010001: RATE EFFECTIVE DATE "01/01/2026": is not in the plan year"#,
    ),
    (
        RATES,
        156,
        "12/31/2027",
        "12/31/2026",
        r#":156: plan 99003MN0010001: RATE EXPIRATION "12/31/2026": lies before RateEffectiveDate"#,
    ),
    (
        RATES,
        206,
        "220.00",
        "22O.00",
        r#":206: plan 99003MN0010003: INDIVIDUAL RATE "22O.00": is not a monthly rate like 496.90"#,
    ),
    (
        RATES,
        207,
        ",15,",
        ",14,",
        r#":207: plan 99003MN0010003: AGE "14": is not 0-14, 15 to 63, or 64 and over"#,
    ),
    (
        RATES,
        208,
        ",16,",
        ",15,",
        r#":208: plan 99003MN0010003: AGE "15": has a rate already for this plan and rating area"#,
    ),
    (
        RATES,
        160,
        "Tobacco User/Non-Tobacco User",
        "No Preference",
        r#":160: plan 99003MN0010001: TOBACCO "No Preference": differs from other ages of this plan and rating area"#,
    ),
    (
        RATES,
        257,
        "Rating Area 8",
        "Area 8",
        r#":257: plan 99004MN0010001: RATING AREA ID "Area 8": is not a rating area like Rating Area 3"#,
    ),
];

pub(super) const OF_AREAS: &[Case] = &[
    (
        AREAS,
        5,
        "27053",
        "2705",
        r#":5: County "Hennepin - 2705": does not end in a county number of five digits"#,
    ),
    (AREAS, 6, "true,55303", "true,5530", r#":6: Zip Code "5530": is not a list of ZIP codes"#),
    (
        AREAS,
        6,
        "true,55303",
        "false,",
        r#":7: Partial County "true": contradicts an earlier row of this service area and county"#,
    ),
    (
        AREAS,
        8,
        "true",
        "mostly",
        r#":8: Cover Entire State "mostly": is neither Yes nor No, and neither true nor false"#,
    ),
    (
        AREAS,
        5,
        "Individual,No",
        "Individual,Both",
        r#":5: Dental Plan Only "Both": is neither Yes nor No, and neither true nor false"#,
    ),
    (
        AREAS,
        5,
        "false,Hennepin",
        "true,Hennepin",
        r#":6: Cover Entire State "false": contradicts an earlier row of this service area (and line 7)"#,
    ),
];

pub(super) const OF_CROSSWALK: &[Case] = &[
    (
        CROSSWALK,
        2,
        "0,0,99003MN0010001",
        "0,0,99003MN0010003",
        r#":2: plan 99003MN0010001: Plan ID 2027 "99003MN0010003": is another plan, and the level says that it is the same"#,
    ),
    (
        CROSSWALK,
        3,
        "1,1,99003MN0010003",
        "1,1,",
        r#":3: plan 99003MN0010002: Plan ID 2027 "": is empty, and the level says that the plan has a successor"#,
    ),
    (
        CROSSWALK,
        6,
        "4,4,00000XX0000000",
        "4,4,99003MN0010001",
        r#":6: plan 99003MN0010009: Plan ID 2027 "99003MN0010001": is there, and the level says that the plan ends without a successor"#,
    ),
    (
        CROSSWALK,
        5,
        ",3,3,",
        ",3,5,",
        r#":5: plan 99003MN0010009: Reason For Crosswalk "5": says that there is nothing to go on in, and a new plan is named"#,
    ),
    (
        CROSSWALK,
        3,
        ",1,1,",
        ",9,1,",
        r#":3: plan 99003MN0010002: Crosswalk Level "9": is not a level of 0 to 5"#,
    ),
    (
        CROSSWALK,
        3,
        ",1,1,",
        ",1,12,",
        r#":3: plan 99003MN0010002: Reason For Crosswalk "12": is not a reason of 0 to 8"#,
    ),
    (
        CROSSWALK,
        4,
        ",27053,",
        ",2705,",
        r#":4: plan 99003MN0010009: FIPS Code "2705": does not end in a county number of five digits"#,
    ),
    (
        CROSSWALK,
        5,
        ",55303,",
        ",5530,",
        r#":5: plan 99003MN0010009: Zip Code "5530": is not a ZIP code of five digits"#,
    ),
    (
        CROSSWALK,
        3,
        "99003MN0010002",
        "99003MN001000",
        r#":3: Plan ID 2026 "99003MN001000": not a plan number (14 characters: five digits, two letters, seven digits)"#,
    ),
    (
        CROSSWALK,
        3,
        "99003MN0010002,99003,,",
        "99003MN0010001,99003,,",
        r#":3: plan 99003MN0010001: Plan ID 2027 "99003MN0010003": is not the successor that an earlier line names for the same plan and area"#,
    ),
    (
        CROSSWALK,
        3,
        ",99003,,00000",
        ",99003,00000",
        r#":3: plan 99003MN0010002: (row) "MN,N,99003MN0010002,99003": the row has 10 cells, the header 11"#,
    ),
];

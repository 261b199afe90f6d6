//! Currencies and their minor units, from ISO 4217.

use std::fmt;

/// A currency of ISO 4217 with a minor unit.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency {
    code: [u8; 3],
    scale: u8,
}

/// Codes with another scale than 2. Source: ISO 4217 list one.
const OTHER_SCALES: &[(&str, u8)] = &[
    ("BHD", 3),
    ("BIF", 0),
    ("CLF", 4),
    ("CLP", 0),
    ("DJF", 0),
    ("GNF", 0),
    ("IQD", 3),
    ("ISK", 0),
    ("JOD", 3),
    ("JPY", 0),
    ("KMF", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LYD", 3),
    ("OMR", 3),
    ("PYG", 0),
    ("RWF", 0),
    ("TND", 3),
    ("UGX", 0),
    ("UYI", 0),
    ("UYW", 4),
    ("VND", 0),
    ("VUV", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("XPF", 0),
];

/// Codes with two fraction digits. Source: ISO 4217 list one; BGN, HRK and SLL, withdrawn lately,
/// stay for the sake of older claims.
const SCALE_2: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL \
    BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB \
    EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW \
    KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN \
    NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS \
    SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG \
    YER ZAR ZMW ZWG";

impl Currency {
    /// The currency of this code, in capitals; `None` where ISO 4217 has no such code or the code
    /// has no minor unit.
    pub fn from_code(code: &str) -> Option<Self> {
        let scale = match OTHER_SCALES.iter().find(|(other, _)| *other == code) {
            Some((_, scale)) => *scale,
            None if SCALE_2.split_ascii_whitespace().any(|other| other == code) => 2,
            None => return None,
        };
        Some(Self {
            code: code.as_bytes().try_into().ok()?,
            scale,
        })
    }

    /// Every code, in alphabetical order.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        let mut codes: Vec<_> = SCALE_2
            .split_ascii_whitespace()
            .chain(OTHER_SCALES.iter().map(|(code, _)| *code))
            .collect();
        codes.sort_unstable();
        codes.into_iter()
    }

    /// The three letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).unwrap_or_default()
    }

    /// Fraction digits: 2 for RUB, 0 for JPY, 3 for KWD.
    pub fn scale(&self) -> u8 {
        self.scale
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

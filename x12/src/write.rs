//! Writes files: the envelope, with as many transactions as there are, holding one of them in memory at a time.

use std::fmt::Write;

use crate::body::Body;
use crate::canonical::canonical;
use crate::characters::is_carried_unchanged;
use crate::check::{check, form};
use crate::envelope::{Envelope, Interchange, Party};
use crate::fault::Fault;
use crate::form::{clock, day, short_clock, short_day};
use crate::transaction::Transaction;

/// The largest control number that fits nine digits.
const LARGEST_NUMBER: u32 = 999_999_999;

/// Writes one file: [`Writer::begin`], [`Writer::transaction`] as often as needed, [`Writer::end`].
///
/// A refused transaction leaves no trace in the file, and the writer goes on. Over a `String` the text so far can be
/// taken out after each transaction ([`Writer::take`]), so that memory stays constant.
pub struct Writer<W: Write> {
    out: W,
    control_number: u32,
    next: u32,
    written: u32,
}

impl<W: Write> Writer<W> {
    /// Writes ISA and GS.
    ///
    /// # Errors
    /// [`Fault`] when the envelope does not have the form of the guide.
    pub fn begin(mut out: W, envelope: &Envelope) -> Result<Self, Fault> {
        check_envelope(envelope)?;
        let Envelope { sender, receiver, control_number, created, usage, .. } = envelope;
        write!(
            out,
            "ISA*00*{:10}*00*{:10}*{}*{:15}*{}*{:15}*{}*{}*^*00501*{control_number:09}*1*{}*:~",
            "",
            "",
            sender.qualifier.code(),
            sender.id,
            receiver.qualifier.code(),
            receiver.id,
            short_day(created.date()),
            short_clock(created.time()),
            usage.code(),
        )?;
        write!(
            out,
            "GS*BE*{}*{}*{}*{}*{control_number}*X*005010X220A1~",
            sender.id,
            receiver.id,
            day(created.date()),
            clock(created.time()),
        )?;
        Ok(Self { out, control_number: *control_number, next: envelope.first_transaction, written: 0 })
    }

    /// Writes one transaction whole and gives its number (ST02), by which an acknowledgment will name it.
    ///
    /// # Errors
    /// [`Fault`] when an invariant of ENR-6 or ENR-7 does not hold; nothing is written then.
    pub fn transaction(&mut self, transaction: &Transaction) -> Result<u32, Fault> {
        let said = canonical(transaction);
        check(&said)?;
        let number = self.next;
        check_number(number)?;
        let body = Body::of(&said, number)?;
        self.out.write_str(&body)?;
        self.next = number.saturating_add(1);
        self.written += 1;
        Ok(number)
    }

    /// How many transactions have been written.
    #[must_use]
    pub fn written(&self) -> u32 {
        self.written
    }

    /// Writes GE and IEA and gives the output back.
    ///
    /// # Errors
    /// [`Fault::NoTransaction`] when there was none: such a file says nothing and would use up a control number.
    pub fn end(mut self) -> Result<W, Fault> {
        if self.written == 0 {
            return Err(Fault::NoTransaction);
        }
        let Self { control_number, written, .. } = self;
        write!(self.out, "GE*{written}*{control_number}~IEA*1*{control_number:09}~")?;
        Ok(self.out)
    }
}

impl Writer<String> {
    /// Takes out the text written so far, to be put into its file.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }
}

/// Writes a whole file.
///
/// # Errors
/// The first [`Fault`]; what has been written by then must be thrown away.
pub fn write(interchange: &Interchange, out: &mut impl Write) -> Result<(), Fault> {
    let mut writer = Writer::begin(out, &interchange.envelope)?;
    for transaction in &interchange.transactions {
        writer.transaction(transaction)?;
    }
    writer.end().map(|_| ())
}

fn check_envelope(envelope: &Envelope) -> Result<(), Fault> {
    check_number(envelope.control_number)?;
    check_number(envelope.first_transaction)?;
    party("the sender's id", &envelope.sender)?;
    party("the receiver's id", &envelope.receiver)?;
    let created = envelope.created.date();
    // ISA09 has two digits of the year.
    if (2000..=2099).contains(&created.year()) {
        Ok(())
    } else {
        let value = created.to_string();
        Err(Fault::Form { what: "the day of the file", rule: "in 2000 to 2099", value })
    }
}

fn check_number(number: u32) -> Result<(), Fault> {
    if (1..=LARGEST_NUMBER).contains(&number) { Ok(()) } else { Err(Fault::ControlNumber(number.into())) }
}

fn party(what: &'static str, party: &Party) -> Result<(), Fault> {
    form(what, &party.id, "2 to 15 characters that X12 can carry", |id| {
        is_carried_unchanged(id) && (2..=15).contains(&id.len())
    })
}

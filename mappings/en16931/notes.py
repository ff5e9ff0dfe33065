"""Notes on a bill, and what they are about (BG-1).

UBL has no place for the subject of a note (BT-21): its binding writes the code before the note,
between two signs, as in ``#AAI#Closed in July`` (CEN/TS 16931-3-2). So do core
words, whatever format they came in.
"""

from collections.abc import Iterable

from hub.model.values import Text
from hub.rules.translation import Translation

SIGN = "#"
SIZE = 3

_CODES = """
    AAA AAB AAC AAD AAE AAF AAG AAI AAJ AAK AAL AAM AAN AAO AAP AAQ AAR AAS AAT AAU AAV AAW AAX
    AAY AAZ ABA ABB ABC ABD ABE ABF ABG ABH ABI ABJ ABK ABL ABM ABN ABO ABP ABQ ABR ABS ABT ABU
    ABV ABW ABX ABZ ACA ACB ACC ACD ACE ACF ACG ACH ACI ACJ ACK ACL ACM ACN ACO ACP ACQ ACR ACS
    ACT ACU ACV ACW ACX ACY ACZ ADA ADB ADC ADD ADE ADF ADG ADH ADI ADJ ADK ADL ADM ADN ADO ADP
    ADQ ADR ADS ADT ADU ADV ADW ADX ADY ADZ AEA AEB AEC AED AEE AEF AEG AEH AEI AEJ AEK AEL AEM
    AEN AEO AEP AEQ AER AES AET AEU AEV AEW AEX AEY AEZ AFA AFB AFC AFD AFE AFF AFG AFH AFI AFJ
    AFK AFL AFM AFN AFO AFP AFQ AFR AFS AFT AFU AFV AFW AFX AFY AFZ AGA AGB AGC AGD AGE AGF AGG
    AGH AGI AGJ AGK AGL AGM AGN AGO AGP AGQ AGR AGS AGT AGU AGV AGW AGX AGY AGZ AHA AHB AHC AHD
    AHE AHF AHG AHH AHI AHJ AHK AHL AHM AHN AHO AHP AHQ AHR AHS AHT AHU AHV AHW AHX AHY AHZ AIA
    AIB AIC AID AIE AIF AIG AIH AII AIJ AIK AIL AIM AIN AIO AIP AIQ AIR AIS AIT AIU AIV AIW AIX
    AIY AIZ AJA AJB ALC ALD ALE ALF ALG ALH ALI ALJ ALK ALL ALM ALN ALO ALP ALQ ARR ARS AUT AUU
    AUV AUW AUX AUY AUZ AVA AVB AVC AVD AVE AVF BAG BAH BAI BAJ BAK BAL BAM BAN BAO BAP BAQ BAR
    BAS BLC BLD BLE BLF BLG BLH BLI BLJ BLK BLL BLM BLN BLO BLP BLQ BLR BLS BLT BLU BLV BLW BLX
    BLY BLZ BMA BMB BMC BMD BME CCI CEX CHG CIP CLP CLR COI CUR CUS DAR DCL DEL DIN DOC DUT EUR
    FBC GBL GEN GS7 HAN HAZ ICN IIN IMI IND INS INV IRP ITR ITS LAN LIN LOI MCO MDH MKS ORI OSI
    PAC PAI PAY PKG PKT PMD PMT PRD PRF PRI PUR QIN QQD QUT RAH REG RET REV RQR SAF SIC SIN SLR
    SPA SPG SPH SPP SPT SRN SSR SUR TCA TDT TRA TRR TXD WHI ZZZ
"""
SUBJECTS = frozenset(_CODES.split())
"""UNTDID 4451, as far as EN 16931 takes it (BR-CL-08)."""


def about(subject: str | None, words: str) -> Text | None:
    """Return a note with its subject before it; None where that is none of the list."""
    if subject is None:
        return Text(words)
    return Text(f"{SIGN}{subject}{SIGN}{words}") if subject in SUBJECTS else None


def judge(given: Iterable[Text], said: Translation) -> None:
    """BR-CL-08: what stands between the first two signs is a subject, if it is of that size."""
    for index, note in enumerate(given):
        _, _, after = note.value.partition(SIGN)
        found, closed, _ = after.partition(SIGN)
        if closed and len(found) == SIZE and found not in SUBJECTS:
            said.impossible("EN-36", f"note[{index}]", f"{SIGN}{found}{SIGN}")

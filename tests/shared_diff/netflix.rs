//! Netflix's year 2023 and the first and third quarter of 2024: every difference, with what the filings say of it.

use factum::diff::{Class, Comparison, Difference};

use super::{CHANGED, compared, lines, recasts, value};

/// Netflix's year 2023 against the first quarter of 2024: one figure differs. The loss on cash flow
/// hedges, told net of tax before, is told gross, and its tax in a member of its own.
#[test]
fn netflix_2023_against_the_first_quarter_of_2024() {
    let comparison = compared("nflx-10k-2023/nflx-20240126_htm.xml", "nflx-10q-2024q1/nflx-20240331_htm.xml");
    assert_eq!(lines(&comparison, &CHANGED), [""; 0]);
    let hedge = "2023-12-31 -120023000: StockholdersEquity[AccumulatedGainLossNetCashFlowHedgeParentMember] \
                 -120023000 -155730000, StockholdersEquity[IncomeTaxExpenseBenefitMember] - 35707000";
    // The notional amount of all hedges is told without the member that they are designated.
    let notional = "2023-12-31 8783273000: DerivativeNotionalAmount[DesignatedAsHedgingInstrumentMember] 8783273000 -, \
                    DerivativeNotionalAmount - 8783273000";
    assert_eq!(recasts(&comparison), [hedge, notional]);
}

/// What is told by one filing alone, though the other covers its period: each concept and member, with its value.
fn alone(comparison: &Comparison, class: Class) -> Vec<String> {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_owned();
    let line = |difference: &Difference| {
        assert_eq!(&*difference.period, "2023-12-31");
        let members = difference.thing.dimensions.iter().map(|member| format!(" {}", local(&member.member)));
        let value = value(difference.new.as_ref().or(difference.old.as_ref()));
        format!("{}{} {value}", local(&difference.thing.concept), members.collect::<String>())
    };
    let mut all: Vec<String> =
        comparison.differences.iter().filter(|difference| difference.class == class).map(line).collect();
    all.sort();
    all
}

/// Netflix's first quarter of 2024 against its third: one figure differs, the land, and the sum that it is part of
/// holds. All else is told under other members, in more columns, or for what came later.
#[test]
fn netflix_first_quarter_against_the_third() {
    let comparison = compared("nflx-10q-2024q1/nflx-20240331_htm.xml", "nflx-10q-2024q3/nflx-20240930_htm.xml");
    assert_eq!(lines(&comparison, &CHANGED), [""; 0]);
    assert_eq!(lines(&comparison, &[Class::Precision]), [""; 0]);
    let designated = |concept: &str, line: &str, amount: &str| {
        format!(
            "2023-12-31 {amount}: {concept}[{line}][DesignatedAsHedgingInstrumentMember] {amount} -, \
             {concept}[{line}] - {amount}"
        )
    };
    let mut expected = vec![
        // "Land 88,429, buildings 150,736" became "land 85,000, buildings and improvements 154,165": 3,429 of what
        // was land is among the improvements now.
        "2023-12-31 239165000: PropertyPlantAndEquipmentGross[BuildingMember] 150736000 -, \
         PropertyPlantAndEquipmentGross[LandMember] 88429000 85000000, \
         PropertyPlantAndEquipmentGross[BuildingsAndImprovementsMember] - 154165000"
            .to_owned(),
        // The credit agreement of April 2024 was an event behind the first quarter; it is none behind the third.
        "2024-04-12..2024-04-12 0.0125: DebtInstrumentBasisSpreadOnVariableRate1[MaximumMember]\
         [RevolvingCreditFacilityMember][UnsecuredDebtMember][SubsequentEventMember]\
         [SecuredOvernightFinancingRateSofrOvernightIndexSwapRateMember] 0.0125 -, \
         DebtInstrumentBasisSpreadOnVariableRate1[MaximumMember][RevolvingCreditFacilityMember][UnsecuredDebtMember]\
         [SecuredOvernightFinancingRateSofrOvernightIndexSwapRateMember] - 0.0125"
            .to_owned(),
        // All derivatives at the end of 2023 were designated hedges; their totals are told without saying so.
        designated("DerivativeFairValueOfDerivativeAsset", "OtherCurrentAssetsMember", "26416000"),
        designated("DerivativeFairValueOfDerivativeAsset", "OtherNoncurrentAssetsMember", "4518000"),
        designated("DerivativeFairValueOfDerivativeLiability", "OtherCurrentLiabilitiesMember", "140089000"),
        designated("DerivativeFairValueOfDerivativeLiability", "OtherNoncurrentLiabilitiesMember", "46575000"),
    ];
    expected.sort();
    assert_eq!(recasts(&comparison), expected);
    let renamings: Vec<String> =
        comparison.renamings.iter().map(|renaming| format!("{} {}", renaming.from, renaming.to)).collect();
    assert_eq!(
        renamings,
        [
            "us-gaap:StockRepurchaseProgramAuthorizedAmount1 srt:StockRepurchaseProgramAuthorizedAmount1",
            "nflx:IncomeTaxExpenseBenefitMember nflx:TaxExpenseBenefitOnNetInvestmentHedgeMember",
        ]
    );
    assert_eq!(
        alone(&comparison, Class::Removed),
        [
            // The table of cash and short-term investments has a column each for cost and fair value now, below.
            "CashCashEquivalentsAndShortTermInvestments 7139488000",
            "CashCashEquivalentsAndShortTermInvestments CashMember 5988176000",
            "CashCashEquivalentsAndShortTermInvestments FairValueInputsLevel1Member MoneyMarketFundsMember 925707000",
            "CashCashEquivalentsAndShortTermInvestments FairValueInputsLevel2Member BankTimeDepositsMember 225605000",
            // A member for what accumulated other comprehensive income tells, too.
            "StockholdersEquity TotalMember -223945000",
        ]
    );
    let mut added: Vec<String> =
        ["AvailableForSaleDebtSecuritiesAmortizedCostBasis", "AvailableForSaleSecuritiesDebtSecurities"]
            .iter()
            .flat_map(|column| {
                [
                    "7139488000",
                    "CashMember 5988176000",
                    "FairValueInputsLevel1Member MoneyMarketFundsMember 925707000",
                    "FairValueInputsLevel2Member BankTimeDepositsMember 225605000",
                ]
                .map(|cell| format!("{column} {cell}"))
            })
            .collect();
    for column in ["Gain", "Loss"] {
        for row in [
            "",
            " CashMember",
            " FairValueInputsLevel1Member MoneyMarketFundsMember",
            " FairValueInputsLevel2Member BankTimeDepositsMember",
        ] {
            added.push(format!("AvailableForSaleDebtSecuritiesAccumulatedGrossUnrealized{column}BeforeTax{row} 0"));
        }
    }
    // Notes that were issued in August 2024 stood at nothing in 2023.
    for (words, rate) in [("FivePointFourZero", "0.054"), ("FourPointNineZero", "0.049")] {
        let member = format!("{words}PercentSeniorNotesIssuedAugust2024Member SeniorNotesMember");
        for concept in ["DebtInstrumentFaceAmount", "LongTermDebtFairValue"] {
            added.push(format!("{concept} {member} 0"));
        }
        added.push(format!("DebtInstrumentInterestRateStatedPercentage {member} {rate}"));
    }
    added.extend([
        // Columns of the table of other comprehensive income, for hedges that began in 2024.
        "StockholdersEquity AOCINetInvestmentHedgeParentMember 0".to_owned(),
        "StockholdersEquity AccumulatedNetUnrealizedInvestmentGainLossMember 0".to_owned(),
        "StockholdersEquity AociDerivativeQualifyingAsHedgeExcludedComponentParentMember 0".to_owned(),
        "DerivativeNotionalAmount ForeignExchangeContractMember FairValueHedgingMember \
         DesignatedAsHedgingInstrumentMember 0"
            .to_owned(),
        // The facility that the agreement of April 2024 took the place of.
        "LineOfCreditFacilityMaximumBorrowingCapacity RevolvingCreditFacilityMember UnsecuredDebtMember 1000000000"
            .to_owned(),
    ]);
    added.sort();
    assert_eq!(alone(&comparison, Class::Added), added);
}

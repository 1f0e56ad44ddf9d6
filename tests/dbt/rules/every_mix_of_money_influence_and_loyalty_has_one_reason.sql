{{ config(enabled=is_tested(['effective_reasons'])) }}

-- Combinations that are not exactly once in effective_reasons, or are wrong about two
-- known ones making an effective customer.
with

answers as (

    select n = 2 as answer from {{ whole_numbers(2) }}

),

answers_or_unknown as (

    select answer from answers
    union all
    select cast(null as boolean) as answer

),

mixes as (

    select
        spending.answer as has_money,
        influence.answer as has_authority,
        loyalty.answer as has_loyalty,
        case when spending.answer then 1 else 0 end
        + case when influence.answer then 1 else 0 end
        + case when loyalty.answer then 1 else 0 end as known_count
    from answers_or_unknown as spending
    cross join answers_or_unknown as influence
    cross join answers as loyalty

)

select
    mixes.has_money,
    mixes.has_authority,
    mixes.has_loyalty
from mixes
left join {{ rules('effective_reasons') }} as reasons
    on
        mixes.has_loyalty = reasons.has_loyalty
        and mixes.has_money is not distinct from reasons.has_money
        and mixes.has_authority is not distinct from reasons.has_authority
group by mixes.has_money, mixes.has_authority, mixes.has_loyalty
having
    count(reasons.is_effective) <> 1
    or max(case when reasons.is_effective then 1 else 0 end)
    <> max(case when mixes.known_count >= 2 then 1 else 0 end)

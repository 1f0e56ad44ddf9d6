{{ config(enabled=is_tested(['man_codes'])) }}

-- Codes that are not exactly once in man_codes with the meaning of their letters, and
-- rows for other codes. Money is unknown before the first purchase, and a customer who
-- has not bought has no need.
with

answers as (

    select n = 2 as answer from {{ whole_numbers(2) }}

),

answers_or_unknown as (

    select answer from answers
    union all
    select cast(null as boolean) as answer

),

codes as (

    select
        spending.answer as has_money,
        authority.answer as has_authority,
        need.answer as has_need,
        concat(
            case
                when spending.answer then 'M'
                when not spending.answer then 'm'
                else '?'
            end,
            case
                when authority.answer then 'A'
                when not authority.answer then 'a'
                else '?'
            end,
            case when need.answer then 'N' else 'n' end
        ) as man_profile
    from answers_or_unknown as spending
    cross join answers_or_unknown as authority
    cross join answers as need
    where
        spending.answer is not null
        or not need.answer

)

select
    codes.man_profile,
    profiles.man_profile as other_profile
from codes
full outer join {{ rules('man_codes') }} as profiles
    on codes.man_profile = profiles.man_profile
where
    codes.man_profile is null
    or profiles.man_profile is null
    or codes.has_money is distinct from profiles.has_money
    or codes.has_authority is distinct from profiles.has_authority
    or codes.has_need <> profiles.has_need

{{ config(enabled=is_given('referrals')) }}
{%- do check_mapping('referrals') -%}
with

raw_referrals as (

    select
        {{ raw_column('referrals', 'referrer_customer_id', required=true) }}
            as raw_referrer_customer_id,
        {{ raw_column('referrals', 'referred_customer_id', required=true) }}
            as raw_referred_customer_id,
        {{ raw_column('referrals', 'referred_at') }} as raw_referred_at,
        {{ left_out('referrals') }} as is_left_out
    from {{ raw('referrals') }}

),

clean_referrals as (

    select
        *,
        {{ clean_columns('referrals') }}
    from raw_referrals

),

typed_referrals as (

    select
        {{ clean_id('referrer_customer_id') }} as referrer_customer_id,
        {{ clean_id('referred_customer_id') }} as referred_customer_id,
        cast({{ local_timestamp('referred_at') }} as date) as referred_date,
        raw_referrer_customer_id,
        raw_referred_customer_id,
        raw_referred_at,
        is_left_out
    from clean_referrals

)

select * from typed_referrals

{%- do check_mapping('exchange_rates') -%}
with

raw_exchange_rates as (

    select
        {{ raw_column('exchange_rates', 'rate_date') }} as raw_rate_date,
        {{ raw_column('exchange_rates', 'currency') }} as raw_currency,
        {{ raw_column('exchange_rates', 'rate_to_reporting') }}
            as raw_rate_to_reporting,
        {{ left_out('exchange_rates') }} as is_left_out
    from {{ raw('exchange_rates') }}

),

-- Who has a rate on every order line repeats it; that is still one rate.
typed_exchange_rates as (

    select distinct
        cast({{ local_timestamp('raw_rate_date') }} as date) as rate_date,
        upper({{ clean_text('raw_currency') }}) as currency,
        try_cast(raw_rate_to_reporting as decimal(18, 8)) as rate_to_reporting
    from raw_exchange_rates
    where not is_left_out

)

select * from typed_exchange_rates

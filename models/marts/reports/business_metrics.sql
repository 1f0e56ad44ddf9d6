{{ config(enabled=is_enabled('business_metrics')) }}

with

definitions as (

    select * from {{ rules('metric_definitions') }}
    -- Without movement there is no table to be summed, without forecasts no column.
    where
        (
            base_table != 'growth_accounting'
            or {{ is_enabled('movement') | lower }}
        )
        and (
            (
                numerator not like '%expected_net_revenue%'
                and numerator not like '%return_probability%'
            )
            or {{ is_enabled('forecasts') | lower }}
        )

),

business_metrics as (

    select
        metric_name,
        label_en,
        label_zh,
        description_en,
        description_zh,
        unit,
        case when unit = 'money' then '{{ setting('reporting_currency') }}' end
            as reporting_currency,
        base_table,
        numerator,
        denominator
    from definitions

)

select * from business_metrics

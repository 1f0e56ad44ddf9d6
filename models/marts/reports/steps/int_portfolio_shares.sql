{{ config(enabled=is_enabled('value_type')) }}

{%- set types = ['valued', 'volume', 'valued_volume', 'occasional'] -%}

with

facts as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        greatest(facts.net_revenue, 0) as net_revenue,
        greatest(coalesce(facts.margin_amount, 0), 0) as margin_amount,
        coalesce(forecasts.expected_net_revenue, 0) as expected_net_revenue
    from {{ ref('customer_tiers', 'customer_facts') }} as facts
    left join {{ ref('customer_tiers', 'int_known_forecasts') }} as forecasts
        on
            {{ same_customer('facts', 'forecasts') }}
            and forecasts.horizon_days = {{ setting('forecast_days') }}

),

value_types as (

    select * from {{ ref('customer_tiers', 'value_types') }}

),

-- Customers at or below zero have no share: the base is what the others bring.
stores as (

    select
        facts.store_id,
        facts.as_of_date,
        cast(count(*) as integer) as customer_count,
        cast(count(case when value_types.is_conversion_candidate then 1 end) as integer)
            as conversion_candidate_count,
        {%- for type in types %}
        {%- for amount in ['net_revenue', 'margin_amount', 'expected_net_revenue'] %}
        {{ sum_if('facts.' ~ amount, "value_types.value_type = '" ~ type ~ "'") }}
            as {{ type }}_{{ amount }},
        {%- endfor %}
        {%- endfor %}
        sum(facts.net_revenue) as net_revenue,
        sum(facts.margin_amount) as margin_amount,
        sum(facts.expected_net_revenue) as expected_net_revenue
    from facts
    inner join value_types on {{ same_customer('facts', 'value_types') }}
    group by facts.store_id, facts.as_of_date

),

portfolio_shares as (

    select
        store_id,
        as_of_date,
        customer_count,
        conversion_candidate_count,
        {%- for type in types %}
        {{ ratio(type ~ '_net_revenue', 'net_revenue') }}
            as {{ type }}_net_revenue_share,
        {{ ratio(type ~ '_margin_amount', 'margin_amount') }}
            as {{ type }}_margin_share,
        {{ ratio(type ~ '_expected_net_revenue', 'expected_net_revenue') }}
            as {{ type }}_expected_net_revenue_share,
        {%- endfor %}
        -- By margin if there is any, else by revenue.
        case
            when margin_amount > 0 then 'margin'
            when net_revenue > 0 then 'net_revenue'
            else 'nothing'
        end as judged_by,
        coalesce(
            {{ ratio('valued_margin_amount - volume_margin_amount', 'margin_amount') }},
            {{ ratio('valued_net_revenue - volume_net_revenue', 'net_revenue') }},
            0
        ) as valued_lead
    from stores

)

select * from portfolio_shares

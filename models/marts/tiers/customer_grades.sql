{{ config(materialized='as_of', enabled=is_enabled('grade')) }}

with

facts as (

    select
        store_id,
        customer_id,
        as_of_date,
        recent_net_revenue,
        prior_net_revenue
    from {{ ref('customer_tiers', 'customer_facts') }}

),

rfm as (

    select * from {{ ref('customer_tiers', 'rfm_scores') }}

),

abc as (

    select * from {{ ref('customer_tiers', 'abc_tiers') }}

),

lifecycle as (

    select * from {{ ref('customer_tiers', 'lifecycle_stages') }}

),

{% if is_enabled('forecasts') -%}
forecasts as (

    select * from {{ ref('customer_tiers', 'forecast_segments') }}

),

{% endif -%}
rules as (

    select * from {{ rules('customer_grade_rules') }}

),

customers_with_rule as (

    select
        facts.*,
        {{ grade_rule(
            'abc.abc_class',
            'rfm.rfm_segment',
            'lifecycle.lifecycle_stage',
            'forecasts.forecast_segment'
        ) }} as grade_rule
    from facts
    inner join rfm on {{ same_customer('facts', 'rfm') }}
    inner join abc on {{ same_customer('facts', 'abc') }}
    inner join lifecycle on {{ same_customer('facts', 'lifecycle') }}
    {%- if is_enabled('forecasts') %}
    inner join forecasts on {{ same_customer('facts', 'forecasts') }}
    {%- endif %}

),

customer_grades as (

    select
        customers.store_id,
        customers.customer_id,
        customers.as_of_date,
        customers.recent_net_revenue,
        customers.prior_net_revenue,
        customers.grade_rule,
        rules.customer_grade
    from customers_with_rule as customers
    inner join rules on customers.grade_rule = rules.grade_rule

)

select * from customer_grades

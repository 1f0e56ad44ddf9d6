{{ config(materialized='as_of') }}

{%- set metrics = [lifecycle_metric()] -%}
{%- set metrics = metrics
    + (['satisfied_order_count'] if is_enabled('loyalty') else []) -%}
{%- if setting('rfm_method') == 'fixed' -%}
    {%- set metrics = (
        metrics + rfm_metrics().keys() | list
    ) | unique | list -%}
{%- endif -%}

with

customer_facts as (

    select * from {{ ref('customer_tiers', 'customer_facts') }}

),

fixed_bounds as (

    select * from {{ ref('customer_tiers', 'int_fixed_bounds') }}

),

customer_values as (

    {%- for metric in metrics %}

    select
        store_id,
        as_of_date,
        '{{ metric }}' as metric,
        {%- if metric.startswith('rfm_') %}
        case when purchase_day_count > 0 then cast({{ metric }} as double) end
            as metric_value
        {%- else %}
        cast({{ metric }} as double) as metric_value
        {%- endif %}
    from customer_facts
    {%- if not loop.last %}

    union all
    {%- endif %}
    {%- endfor %}

),

customers_reaching_levels as (

    select
        customer_values.store_id,
        customer_values.as_of_date,
        fixed_bounds.scheme,
        fixed_bounds.metric,
        fixed_bounds.is_higher_better,
        fixed_bounds.level,
        fixed_bounds.level_rank,
        fixed_bounds.bound,
        fixed_bounds.oriented_start,
        count(
            case
                when
                    fixed_bounds.oriented_start is null
                    or (
                        fixed_bounds.is_higher_better
                        and customer_values.metric_value >= fixed_bounds.bound
                    )
                    or (
                        not fixed_bounds.is_higher_better
                        and customer_values.metric_value <= fixed_bounds.bound
                    )
                    then customer_values.metric_value
            end
        ) as reaching_customer_count
    from customer_values
    inner join fixed_bounds on customer_values.metric = fixed_bounds.metric
    group by
        customer_values.store_id,
        customer_values.as_of_date,
        fixed_bounds.scheme,
        fixed_bounds.metric,
        fixed_bounds.is_higher_better,
        fixed_bounds.level,
        fixed_bounds.level_rank,
        fixed_bounds.bound,
        fixed_bounds.oriented_start

),

fixed_cuts as (

    select
        *,
        'fixed' as method,
        cast(bound as double) as threshold,
        reaching_customer_count
        - coalesce(
            lag(reaching_customer_count) over (
                partition by store_id, as_of_date, scheme, metric
                order by level_rank desc
            ),
            0
        ) as customer_count
    from customers_reaching_levels

)

select * from fixed_cuts

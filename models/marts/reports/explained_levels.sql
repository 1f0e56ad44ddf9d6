with

rfm_scores as (

    select * from {{ ref('rfm_scores') }}

),

abc_tiers as (

    select * from {{ ref('abc_tiers') }}

),

lifecycle_stages as (

    select * from {{ ref('lifecycle_stages') }}

),

explained_levels as (

    {%- for part, metric in [
        ('recency', 'days_since_last_order'),
        ('frequency', 'rfm_frequency'),
        ('monetary', 'rfm_monetary')
    ] %}

    select
        store_id,
        customer_id,
        as_of_date,
        'rfm' as scheme,
        '{{ metric }}' as metric,
        cast({{ metric }} as double) as metric_value,
        cast({{ part }}_score as {{ dbt.type_string() }}) as level,
        days_since_last_order,
        cast(null as double) as expected_gap_days
    from rfm_scores
    union all
    select
        store_id,
        customer_id,
        as_of_date,
        'rfm_value' as scheme,
        '{{ metric }}' as metric,
        cast({{ metric }} as double) as metric_value,
        case
            when substr(rfm_value_code, {{ loop.index }}, 1) = '1' then 'high'
            else 'low'
        end as level,
        days_since_last_order,
        cast(null as double) as expected_gap_days
    from rfm_scores
    union all
    {%- endfor %}
    select
        store_id,
        customer_id,
        as_of_date,
        'abc' as scheme,
        'net_revenue' as metric,
        cast(net_revenue as double) as metric_value,
        abc_class as level,
        cast(null as integer) as days_since_last_order,
        cast(null as double) as expected_gap_days
    from abc_tiers
    union all
    select
        store_id,
        customer_id,
        as_of_date,
        'lifecycle' as scheme,
        '{{ lifecycle_metric() }}' as metric,
        cast({{ lifecycle_metric() }} as double) as metric_value,
        lifecycle_stage as level,
        days_since_last_order,
        expected_gap_days
    from lifecycle_stages

)

select * from explained_levels

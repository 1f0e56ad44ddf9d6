{{ config(materialized='as_of', enabled=is_enabled('tier_summary')) }}

{%- set labels = label_columns() -%}

with

-- All labels together first: there are far fewer combinations than customers.
combinations as (

    select
        store_id,
        as_of_date,
        {{ labels.values() | join(',\n        ') }},
        count(*) as customer_count,
        sum(net_revenue) as net_revenue
    from {{ ref('customer_tiers', 'customer_tiers') }}
    group by
        store_id,
        as_of_date,
        {{ labels.values() | join(',\n        ') }}

),

labels as (

    select * from {{ rules('tier_labels') }}

),

customers_per_label as (

    {%- for scheme, label in labels.items() %}

    select
        store_id,
        as_of_date,
        '{{ scheme }}' as scheme,
        {{ label }} as label,
        sum(customer_count) as customer_count,
        sum(net_revenue) as net_revenue
    from combinations
    where {{ label }} is not null
    group by store_id, as_of_date, {{ label }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

),

store_totals as (

    select
        store_id,
        as_of_date,
        sum(customer_count) as customer_count,
        sum(net_revenue) as net_revenue
    from combinations
    group by store_id, as_of_date

),

-- A customer without a label in a scheme is not counted there.
tier_summary as (

    select
        counts.store_id,
        counts.as_of_date,
        counts.scheme,
        counts.label,
        labels.label_rank,
        labels.label_en,
        labels.label_zh,
        cast(counts.customer_count as integer) as customer_count,
        {{ ratio('counts.customer_count', 'store_totals.customer_count') }}
            as customer_share,
        cast(counts.net_revenue as decimal(28, 4)) as net_revenue,
        {{ ratio('counts.net_revenue', 'store_totals.net_revenue') }}
            as net_revenue_share
    from customers_per_label as counts
    inner join store_totals on {{ same_store_and_date('counts', 'store_totals') }}
    inner join labels
        on counts.scheme = labels.scheme and counts.label = labels.label

)

select * from tier_summary

{{ config(enabled=is_given('cluster_rules')) }}

{%- set groupings = ['cluster_id', 'rfm_segment'] -%}

with

cells as (

    select
        store_id,
        as_of_date,
        cluster_id,
        rfm_segment,
        cast(customer_count as double) as customer_count
    from {{ ref('customer_tiers', 'cluster_segments') }}

),

-- In how many ways two customers can be drawn of one cell, cluster or segment.
pairs_of_cells as (

    select
        store_id,
        as_of_date,
        sum(customer_count) as customer_count,
        sum(customer_count * (customer_count - 1) / 2) as pair_count
    from cells
    group by store_id, as_of_date

),

{%- for grouping in groupings %}

sizes_by_{{ grouping }} as (

    select
        store_id,
        as_of_date,
        sum(customer_count) as customer_count
    from cells
    group by store_id, as_of_date, {{ grouping }}

),

pairs_by_{{ grouping }} as (

    select
        store_id,
        as_of_date,
        sum(customer_count * (customer_count - 1) / 2) as pair_count
    from sizes_by_{{ grouping }}
    group by store_id, as_of_date

),
{%- endfor %}

pairs as (

    select
        shared.store_id,
        shared.as_of_date,
        shared.pair_count,
        (clusters.pair_count + segments.pair_count) / 2 as most_pair_count,
        clusters.pair_count * segments.pair_count
        / nullif(shared.customer_count * (shared.customer_count - 1) / 2, 0)
            as chance_pair_count
    from pairs_of_cells as shared
    inner join pairs_by_cluster_id as clusters
        on {{ same_store_and_date('shared', 'clusters') }}
    inner join pairs_by_rfm_segment as segments
        on {{ same_store_and_date('shared', 'segments') }}

),

-- Hubert and Arabie 1985.
cluster_agreements as (

    select
        store_id,
        as_of_date,
        {{ ratio(
            'pair_count - chance_pair_count', 'most_pair_count - chance_pair_count'
        ) }} as rfm_agreement
    from pairs

)

select * from cluster_agreements

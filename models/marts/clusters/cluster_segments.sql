{{ config(materialized='view', enabled=is_given('cluster_rules')) }}

with

labels as (

    select
        store_id,
        customer_id,
        as_of_date,
        cluster_id,
        cluster_name_en,
        cluster_name_zh
    from {{ ref('customer_tiers', 'int_cluster_labels') }}

),

segments as (

    select
        store_id,
        customer_id,
        as_of_date,
        rfm_segment
    from {{ ref('customer_tiers', 'rfm_scores') }}

),

counts as (

    select
        labels.store_id,
        labels.as_of_date,
        labels.cluster_id,
        labels.cluster_name_en,
        labels.cluster_name_zh,
        segments.rfm_segment,
        count(*) as customer_count
    from labels
    inner join segments on {{ same_customer('labels', 'segments') }}
    group by
        labels.store_id,
        labels.as_of_date,
        labels.cluster_id,
        labels.cluster_name_en,
        labels.cluster_name_zh,
        segments.rfm_segment

),

cluster_segments as (

    select
        store_id,
        as_of_date,
        cluster_id,
        cluster_name_en,
        cluster_name_zh,
        rfm_segment,
        cast(customer_count as integer) as customer_count,
        {{ ratio(
            'customer_count',
            'sum(customer_count) over (partition by store_id, as_of_date, cluster_id)'
        ) }} as share_of_cluster,
        {{ ratio(
            'customer_count',
            'sum(customer_count) over (partition by store_id, as_of_date, rfm_segment)'
        ) }} as share_of_segment
    from counts

)

select * from cluster_segments

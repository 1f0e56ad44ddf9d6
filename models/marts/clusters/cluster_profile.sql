{{ config(materialized='view', enabled=is_given('cluster_rules')) }}

with

labels as (

    select * from {{ ref('customer_tiers', 'int_cluster_labels') }}

),

learned as (

    select distinct
        store_id,
        cluster_id,
        stability,
        cluster_count,
        fidelity,
        silhouette,
        finding_en,
        finding_zh,
        learned_date
    from {{ ref('customer_tiers', 'cluster_rules') }}

),

agreements as (

    select * from {{ ref('customer_tiers', 'int_cluster_agreements') }}

),

clusters as (

    select
        store_id,
        as_of_date,
        cluster_id,
        cluster_name_en,
        cluster_name_zh,
        count(*) as customer_count,
        {%- for metric in cluster_metrics() %}
        median(cast({{ metric }} as double)) as median_{{ metric }},
        {%- endfor %}
        sum(net_revenue) as net_revenue
    from labels
    group by
        store_id, as_of_date, cluster_id, cluster_name_en, cluster_name_zh

),

cluster_profile as (

    select
        clusters.store_id,
        clusters.as_of_date,
        clusters.cluster_id,
        clusters.cluster_name_en,
        clusters.cluster_name_zh,
        cast(clusters.customer_count as integer) as customer_count,
        {{ ratio(
            'clusters.customer_count',
            'sum(clusters.customer_count)
            over (partition by clusters.store_id, clusters.as_of_date)'
        ) }} as customer_share,
        cast(clusters.net_revenue as decimal(28, 4)) as net_revenue,
        {{ ratio(
            'clusters.net_revenue',
            'sum(clusters.net_revenue)
            over (partition by clusters.store_id, clusters.as_of_date)'
        ) }} as net_revenue_share,
        {%- for metric in cluster_metrics() %}
        clusters.median_{{ metric }},
        {%- endfor %}
        learned.stability,
        learned.cluster_count,
        learned.fidelity,
        learned.silhouette,
        agreements.rfm_agreement,
        learned.finding_en,
        learned.finding_zh,
        learned.learned_date
    from clusters
    inner join learned
        on
            clusters.store_id = learned.store_id
            and clusters.cluster_id = learned.cluster_id
    inner join agreements on {{ same_store_and_date('clusters', 'agreements') }}

)

select * from cluster_profile

{{ config(enabled=is_given('cluster_rules')) }}
{%- do check_mapping('cluster_rules') -%}
with

raw_cluster_rules as (

    select
        {%- for column in mapping_words().columns['cluster_rules'] %}
        {{ raw_column('cluster_rules', column, required=true) }} as raw_{{ column }},
        {%- endfor %}
        {{ left_out('cluster_rules') }} as is_left_out
    from {{ raw('cluster_rules') }}

),

clean_cluster_rules as (

    select
        *,
        {{ clean_columns('cluster_rules') }}
    from raw_cluster_rules

),

-- A program wrote them: what does not cast is an error, not a row to reject.
typed_cluster_rules as (

    select
        clean_store_id as store_id,
        cast(clean_learned_date as date) as learned_date,
        cast(clean_learned_customer_count as integer) as learned_customer_count,
        cast(clean_cluster_count as integer) as cluster_count,
        cast(clean_fidelity as double) as fidelity,
        cast(clean_silhouette as double) as silhouette,
        cast(clean_rfm_agreement as double) as rfm_agreement,
        cast(clean_cluster_id as integer) as cluster_id,
        clean_cluster_name_en as cluster_name_en,
        clean_cluster_name_zh as cluster_name_zh,
        cast(clean_stability as double) as stability,
        cast(clean_box_number as integer) as box_number,
        clean_metric as metric,
        cast(clean_lower_bound as decimal(18, 4)) as lower_bound,
        cast(clean_upper_bound as decimal(18, 4)) as upper_bound,
        clean_unknown_values as unknown_values,
        clean_condition_en as condition_en,
        clean_condition_zh as condition_zh,
        clean_finding_en as finding_en,
        clean_finding_zh as finding_zh
    from clean_cluster_rules
    where not is_left_out

)

select * from typed_cluster_rules

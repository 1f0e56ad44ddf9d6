{%- set steps = [
        'int_explained_no_purchases', 'int_explained_scores', 'int_explained_classes'
    ] + (['int_explained_man_profiles'] if is_used('man') else [])
    + (['int_explained_key_accounts'] if is_used('key_account') else [])
    + (['int_explained_grades'] if is_used('grade') else []) -%}

with

explained_levels as (

    {%- for step in steps %}

    select
        store_id,
        customer_id,
        as_of_date,
        scheme,
        metric,
        metric_value,
        level,
        days_since_last_order,
        expected_gap_days,
        percent_rank,
        recent_order_count,
        previous_order_count,
        previous_net_revenue,
        sentence_level,
        sentence_en,
        sentence_zh
    from {{ ref('customer_tiers', step) }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from explained_levels

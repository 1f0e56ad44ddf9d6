with

facts as (

    select * from {{ ref('customer_facts') }}

),

labels as (

    select * from {{ ref('customer_labels') }}

),

headlines as (

    select * from {{ ref('headlines') }}

),

customer_tiers as (

    select
        facts.store_id,
        facts.customer_id,
        facts.as_of_date,
        facts.first_order_date,
        facts.last_order_date,
        facts.days_since_last_order,
        facts.tenure_days,
        facts.order_count,
        facts.purchase_day_count,
        facts.gross_revenue,
        facts.discount_amount,
        facts.refund_amount,
        facts.net_revenue,
        facts.average_order_value,
        facts.discount_share,
        facts.refund_share,
        facts.margin_amount,
        facts.mean_gap_days,
        facts.expected_gap_days,
        facts.expected_next_order_date,
        facts.overdue_ratio,
        facts.window_order_count,
        facts.window_net_revenue,
        facts.recent_order_count,
        facts.recent_net_revenue,
        facts.previous_order_count,
        facts.previous_net_revenue,
        facts.satisfied_order_count,
        facts.feedback_count,
        facts.complaint_count,
        facts.peak_rating,
        facts.last_rating,
        facts.last_nps,
        facts.referral_count,
        facts.category_count,
        facts.channel_count,
        facts.preferred_weekday,
        facts.preferred_hour,
        labels.recency_score,
        labels.frequency_score,
        labels.monetary_score,
        labels.rfm_cell,
        labels.rfm_segment,
        labels.rfm_segment_label_en,
        labels.rfm_segment_label_zh,
        labels.rfm_value_code,
        labels.rfm_value_segment,
        labels.rfm_value_segment_label_en,
        labels.rfm_value_segment_label_zh,
        labels.abc_class,
        labels.abc_class_label_en,
        labels.abc_class_label_zh,
        labels.revenue_share,
        labels.revenue_share_before,
        labels.lifecycle_stage,
        labels.lifecycle_stage_label_en,
        labels.lifecycle_stage_label_zh,
        {%- for extra in extra_schemes().values() %}
        labels.{{ extra.label }},
        labels.{{ extra.label }}_label_en,
        labels.{{ extra.label }}_label_zh,
        {%- endfor %}
        labels.is_conversion_candidate,
        labels.is_effective,
        labels.key_account_index,
        {{ headline('en') }} as headline_en,
        {{ headline('zh') }} as headline_zh
    from facts
    inner join labels on {{ same_customer('facts', 'labels') }}
    left join headlines
        on
            labels.rfm_segment = headlines.rfm_segment
            and labels.abc_class = headlines.abc_class
            and labels.lifecycle_stage = headlines.lifecycle_stage
            {%- for scheme in headline_schemes() %}
            and labels.{{ label_columns()[scheme] }}
            = headlines.{{ label_columns()[scheme] }}
            {%- endfor %}

)

{{ as_of_rows('customer_tiers') }}

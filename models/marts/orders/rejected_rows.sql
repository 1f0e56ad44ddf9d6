{%- set inputs = {
    'customer_aliases': ('int_screened_aliases', ['alias_customer_id', 'customer_id']),
    'customers': ('int_screened_customers', [
        'customer_id', 'store_id', 'full_name', 'email', 'phone', 'registered_at',
        'birth_date', 'gender', 'acquisition_channel', 'is_strategic', 'decision_role',
        'income_band', 'region'
    ]),
    'feedback': ('int_screened_feedback', [
        'customer_id', 'store_id', 'order_id', 'given_at', 'rating', 'nps',
        'is_complaint'
    ]),
    'order_lines': ('int_screened_lines', [
        'order_id', 'store_id', 'product_id', 'category', 'quantity', 'net_amount',
        'cost_amount'
    ]),
    'referrals': ('int_screened_referrals', [
        'referrer_customer_id', 'referred_customer_id', 'referred_at'
    ]),
} -%}

with

rejected_rows as (

    {%- for input, (model, columns) in inputs.items() %}

    select
        '{{ input }}' as input_name,
        rejection_reason,
        {{ row_as_text(columns) }} as raw_row
    from {{ ref(model) }}
    where rejection_reason is not null
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}

)

select * from rejected_rows

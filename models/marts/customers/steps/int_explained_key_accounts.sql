{{ config(enabled=is_used('key_account')) }}

with

key_accounts as (

    select * from {{ ref('customer_tiers', 'key_accounts') }}

),

-- The parts of the index have ranks; of them only net revenue has a level too.
explained_key_accounts as (

    {{ explained_level(
        'key_accounts', 'key_account', 'net_revenue', 'revenue_level',
        {'percent_rank': 'transaction_value_rank'}
    ) }}
    union all
    {%- for metric, percent_rank in {
        'growth_ratio': 'potential_value_rank',
        'satisfied_order_count': 'loyalty_rank',
    }.items() %}

    {{ explained_level(
        'key_accounts', 'key_account', metric,
        'cast(null as ' ~ dbt.type_string() ~ ')', {'percent_rank': percent_rank}
    ) }}
    union all
    {%- endfor %}
    {{ explained_level(
        'key_accounts', 'key_account', 'referral_count',
        'cast(null as ' ~ dbt.type_string() ~ ')',
        {
            'percent_rank': 'influence_rank',
            'sentence_level': "case when referral_count = 0 then 'none' end",
        }
    ) }}
    union all
    {{ explained_level(
        'key_accounts', 'key_account', 'is_strategic', yes_level('is_strategic'),
        {'metric_value': 'cast(is_strategic as integer)'}
    ) }}
    union all
    {{ explained_level(
        'key_accounts', 'key_account', 'key_account_index', 'key_account_status',
        {'sentence_level': 'key_account_reason'}
    ) }}

)

select * from explained_key_accounts

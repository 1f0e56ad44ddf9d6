{% macro is_given(name) %}
    {%- set inputs = var('inputs') or {} -%}
    {{ return(not inputs or name in inputs) }}
{% endmacro %}

{#- The rows of an optional input; none if it is not given. -#}
{% macro if_given(input_name, model, columns) %}
    {%- if is_given(input_name) -%}
        {{ return(ref('customer_tiers', model)) }}
    {%- endif -%}
    {%- set nulls = [] -%}
    {%- for column, data_type in columns.items() -%}
        {%- do nulls.append('cast(null as ' ~ data_type ~ ') as ' ~ column) -%}
    {%- endfor -%}
    {{ return('(select ' ~ nulls | join(', ') ~ ' where 1 = 0)') }}
{% endmacro %}

{% macro customer_profiles() %}
    {{ return(if_given('customers', 'int_customer_profiles', {
        'store_id': 'string', 'customer_id': 'string', 'registered_date': 'date',
        'full_name': 'string', 'email': 'string', 'phone': 'string',
        'birth_date': 'date', 'gender': 'string', 'acquisition_channel': 'string',
        'is_strategic': 'boolean', 'decision_role': 'string', 'income_band': 'string',
        'region': 'string',
    })) }}
{% endmacro %}

{% macro screened_aliases() %}
    {{ return(if_given('customer_aliases', 'int_screened_aliases', {
        'alias_customer_id': 'string', 'customer_id': 'string',
        'rejection_reason': 'string',
    })) }}
{% endmacro %}

{% macro refunded_orders() %}
    {{ return(if_given('refunds', 'int_refunded_orders', {
        'store_id': 'string', 'order_id': 'string', 'customer_id': 'string',
        'currency': 'string', 'refund_amount': 'decimal(18, 4)',
        'first_refund_date': 'date',
    })) }}
{% endmacro %}

{% macro daily_exchange_rates() %}
    {{ return(if_given('exchange_rates', 'int_daily_exchange_rates', {
        'currency': 'string', 'rate_date': 'date', 'exchange_rate': 'decimal(18, 8)',
    })) }}
{% endmacro %}

{#- An existing but empty column means that there was none. -#}
{% macro is_column_given(input_name, column) %}
    {{ return(raw_column(input_name, column) != unknown_text()) }}
{% endmacro %}

{% macro unknown_text() -%}
    cast(null as {{ dbt.type_string() }})
{%- endmacro %}

{% macro count_if_given(count, input_name) -%}
    {%- if is_given(input_name) -%}
        cast(coalesce({{ count }}, 0) as integer)
    {%- else -%}
        cast(null as integer)
    {%- endif -%}
{%- endmacro %}

{% macro has_contacts() %}
    {{ return(
        is_column_given('customers', 'phone') or is_column_given('customers', 'email')
    ) }}
{% endmacro %}

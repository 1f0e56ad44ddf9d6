{#- Which columns the lines of one order share, and whether they must agree on each. -#}
{% macro order_level_columns() %}
    {%- if order_grain() == 'order' -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set columns = {
        'customer_id': true, 'store_id': true, 'currency': true, 'channel': false
    } -%}
    {%- if status_level() == 'order' -%}
        {#- The day on which it came back goes with the status; each line may have its own. -#}
        {%- do columns.update({'order_status': true, 'refunded_at': false}) -%}
    {%- endif -%}
    {%- for column in order_columns() -%}
        {%- do columns.update({column: true}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}

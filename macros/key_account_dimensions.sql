{#- Of which the index is the mean; influence is a bonus on top of it. -#}
{% macro key_account_dimensions() %}
    {{ return(['transaction_value', 'potential_value', 'loyalty']) }}
{% endmacro %}

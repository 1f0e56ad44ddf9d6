{% macro has_contacts() %}
    {{ return(
        is_column_given('customers', 'phone') or is_column_given('customers', 'email')
    ) }}
{% endmacro %}
